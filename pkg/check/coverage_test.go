package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/internal/reftest"
)

// coverage says which reference cases hold each rule, by patterns of their
// names without ok_ and bad_. Cases hold further rules by the way: every one
// of them goes through R1 to R18, R21 and, where it is accepted, R75 to R92.
func coverage() []struct{ rules, cases string } {
	return []struct{ rules, cases string }{
		{"R1 R2", "extension upper_extension"},
		{"R3", "json json_escapes json_oneline json_with_yaml_content json_tabs tab_after_token"},
		{"R4", "bom crlf latin1 nul"},
		{"R5", "octal_sexagesimal drop_yes name_yes bool_spelling anchors nan large_int syntax_* with_trace_no"},
		{"R6", "duplicate_yaml_keys duplicate_top_keys"},
		{"R7", "unknown_alias_yaml unquoted_jinja empty_file list_root scalar_root syntax_*"},
		{"R8", "date_key null_key nan"},
		{"R9", "wrapped columns_missing extra_top_key"},
		{"R10", "library_version_number"},
		{"R11", "seed_local seed_directory seed_missing_file"},
		{"R12", "extra_column_key extra_model_key extra_param_key skip_extra_key seed_extra_key"},
		{"R13", "batch_size_string drop_string_true int_with_blank parallel_float_integral constraint_string_number name_number name_null prompt_number prompt_list target_columns_string null_model_alias skip_value_types large_int null_params"},
		{"R14", "missing_column_type missing_model_alias missing_name missing_params missing_prompt column_is_string null_params"},
		{"R15 R43", "jinja_expr jinja_image jinja_system_prompt jinja_unclosed jinja_unknown_filter jinja_unknown_tag schema_transform_jinja empty_expression system_prompt system_prompt_empty llm_in_multiline"},
		{"R16", "columns_empty columns_missing columns_null"},
		{"R17", "model_configs_mapping default_models_empty_list"},
		{"R18", "unknown_column_type missing_column_type"},
		{"R19", "subcategory_parent_llm"},
		{"R20", "duplicate_names duplicate_side_effect_collapses empty_name name_with_space unicode_names name_is_loop name_is_jinja_const"},
		{"R21", "drop_one drop_keeps_edges skip skip_string"},
		{"R22", "skip_syntax skip skip_string"},
		{"R23", "skip_on_sampler"},
		{"R24", "skip_self skip_own_trace"},
		{"R25", "skip_on_side_effect skip_only_dependency_not_required skip_orders_columns"},
		{"R26", "skip_expr_value_coerced skip_value_not_int"},
		{"R27", "unknown_model_alias default_models"},
		{"R28", "all_samplers only_sampler sampler_between two_samplers_two_chains"},
		{"R29", "sampler_type_mismatch sampler_type_inner_differs missing_params null_params"},
		{"R30", "seed_dataset_column_with_seed seed_column_without_config"},
		{"R31", "diamond trace self_reference_trace reasoning_name_collision unknown_trace system_prompt long_ties two_roots"},
		{"R32", "with_trace_bool with_trace_no trace_none_quoted trace tool_config"},
		{"R33", "code_lang_unknown partition_block validation_* "},
		{"R34", "structured structured_no_format structured_odd_schema"},
		{"R35", "judge judge_no_scores"},
		{"R36 R44", "expression_chain expression_constant empty_expression"},
		{"R37", "validation_* negative_batch target_columns_string"},
		{"R38", "validation_remote local_callable sampler_type_mismatch"},
		{"R39", "image_and_context unknown_embedding_target"},
		{"R40", "image_and_context jinja_image"},
		{"R41", "custom_column"},
		{"R42", "audio_video_context context_audio_without_modality context_base64_no_format image_and_context"},
		{"R45", "category_weights category_weights_zero"},
		{"R46", "timedelta_range all_samplers"},
		{"R47", "bernoulli_p all_samplers"},
		{"R48", "person_locale all_samplers"},
		{"R49", "sampler_condition_*"},
		{"R50", "extra_model_key model_params"},
		{"R51 R52", "model_params parallel temperature parallel_float_integral"},
		{"R53", "model_params temperature"},
		{"R54", "default_models default_models_empty_list"},
		{"R55", "duplicate_model_alias"},
		{"R56", "unknown_model_alias unknown_provider"},
		{"R57", "tool_config duplicate_tool_alias"},
		{"R58", "seed_type seed_df seed_index_range partition_block seed_hf_sidecar"},
		{"R59", "seed_extension seed_missing_file seed_wildcard seed_wildcard_none seed_directory seed_directory_missing seed_directory_no_match seed_pattern_slash seed_file_contents_encoding seed_file_contents_no_match"},
		{"R60", "seed_local seed_jsonl_no_sampler seed_directory seed_wildcard seed_hf_sidecar"},
		{"R60a", "constraint* "},
		{"R60b", "drop_* processor_* drop_all_by_processor processor_type"},
		{"R60c", "profilers"},
		{"R61 R62 R63 R64 R65 R67 R68 R69 R69a", "jinja_control name_is_jinja_const name_is_loop python_builtin_in_jinja vectors/jinja.jsonl"},
		{"R66", "branch_set_name"},
		{"R69b R69b2", "vectors/jinja.jsonl"},
		{"R69d", "vectors/jinja_secure.jsonl"},
		{"R69c", "sampler_condition_* vectors/jinja_conditions.jsonl"},
		{"R70", "seed_collision seed_local"},
		{"R71", "only_llm_no_sampler internal_row_id_by_hand seed_jsonl_no_sampler"},
		{"R72 R73 V1", "unknown_reference_system_prompt python_builtin_in_jinja unknown_trace branch_set_name"},
		{"V2", "expression_constant system_prompt_empty only_llm_no_sampler"},
		{"V3", "fstring_warning"},
		{"V4", "validation_on_text_warns validation_side_effect_code"},
		{"V5", "jinja_expr name_is_loop"},
		{"V6", "unknown_reference_skip"},
		{"V7", "all_dropped columns_empty seed_only seed_only_processor_only drop_all_by_processor"},
		{"V8", "drop_unknown processor_glob_matches_nothing"},
		{"V9", "schema_transform_*"},
		{"R74", "unknown_embedding_target cycle_via_skip unknown_model_alias"},
		{"R75 R89", "long_ties diamond expression_chain skip_orders_columns"},
		{"R76", "cycle_*"},
		{"R77", "duplicate_side_effect_collapses"},
		{"R78 R82", "sampler_between seed_local two_samplers_two_chains"},
		{"R79", "seed_column_without_config"},
		{"R80 R81", "drop_all_but_one only_llm_no_sampler"},
		{"R83", "real_column_shadows_side_effect cycle_through_shadow"},
		{"R84", "unknown_embedding_target self_reference_trace validation_targets_side_effect"},
		{"R85", "skip_only_dependency_not_required skip_on_side_effect"},
		{"R86 R88 R90 R91 R92", "long_ties diamond two_roots unused_columns"},
		{"R87", "seed_index_out_of_bounds partition_block"},
		{"R93", "skip"},
		{"S1", "sampler_* constraints"},
		{"S2", "sampler_cycle_unnoticed"},
		{"S3", "sampler_condition_seed_column sampler_condition_unknown_column_unnoticed"},
		{"S4", "constraint_unknown_column_unnoticed constraint_inf_is_column_unnoticed sampler_subcategory_values_mismatch_unnoticed"},
		{"S5", "convert_to_unnoticed sampler_condition_bad_jinja_unnoticed scipy_unknown_dist_unnoticed"},
	}
}

// TestCoverage prints how many reference cases and templates hold each rule
// (-v shows it). A case that no rule claims is a fault of the table.
func TestCoverage(t *testing.T) {
	t.Parallel()
	cases := map[string]bool{}
	for _, v := range reftest.Lines[verdict](t, "cases/expected.jsonl") {
		cases[bare(v.File)] = false
	}
	names := make([]string, 0, len(cases))
	for name := range cases {
		names = append(names, name)
	}
	slices.Sort(names)
	fault := t.Errorf
	if os.Getenv("DAGPLAN_REFERENCE") != "" {
		fault = t.Logf // other cases than the table's
	}
	var table strings.Builder
	for _, row := range coverage() {
		var held []string
		templates := 0
		for _, pattern := range strings.Fields(row.cases) {
			if strings.HasPrefix(pattern, "vectors/") {
				templates += len(reftest.Lines[struct{}](t, pattern))
				continue
			}
			matches := 0
			for _, name := range names {
				if ok, err := filepath.Match(pattern, name); err == nil && ok {
					cases[name] = true
					matches++
					if !slices.Contains(held, name) {
						held = append(held, name)
					}
				}
			}
			if matches == 0 {
				fault("%s: no case is called %s", row.rules, pattern)
			}
		}
		fmt.Fprintf(&table, "%-38s %5d %9d  %s\n", row.rules, len(held), templates, strings.Join(held, " "))
	}
	t.Logf("\n%-38s %5s %9s\n%s", "rules", "cases", "templates", table.String())
	for _, name := range names {
		if !cases[name] {
			fault("no rule claims %s", name)
		}
	}
}

// bare is the name of a case without what it is to show and its extension.
func bare(file string) string {
	name := strings.TrimSuffix(file, filepath.Ext(file))
	for _, prefix := range []string{"ok_or_bad_", "ok_", "bad_"} {
		if rest, found := strings.CutPrefix(name, prefix); found {
			return rest
		}
	}
	return name
}
