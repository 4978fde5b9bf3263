package main

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
)

// The origins of a setting, from the strongest to the weakest.
const (
	originFlag        = "flag"
	originEnvironment = "environment"
	originScenario    = "scenario"
	originConfig      = "config"
)

// envPrefix starts the name of every variable that dagplan reads.
const envPrefix = "DAGPLAN_"

// settingFlags are the flags that change the scenario.
type settingFlags struct {
	scenario    string
	set         []string
	records     countFlag
	rowGroups   countFlag
	bufferSize  countFlag
	seedColumns []string
}

func (f *settingFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVarP(&f.scenario, "scenario", "s", "", "read run, models and columns of the scenario from `FILE`; - is standard input")
	flags.StringArrayVar(&f.set, "set", nil, "set one field of the scenario, as `PATH=VALUE` (repeatable)")
	flags.VarP(&f.records, "records", "n", "rows to build (run.num_records)")
	flags.Var(&f.rowGroups, "row-groups", "row groups to build")
	flags.Var(&f.bufferSize, "buffer-size", "rows of a row group (run.buffer_size)")
	f.addSeeds(cmd)
}

// addSeeds adds the only one of the flags that changes the graph.
func (f *settingFlags) addSeeds(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&f.seedColumns, "seed-columns", nil, "columns of a seed source that cannot be opened, as `A,B`")
}

// listHint says who takes several values for one field.
func listHint(text string) string {
	if _, value, _ := strings.Cut(text, "="); len(splitValues(value)) > 1 {
		return "dagplan sweep tries several values one by one"
	}
	return ""
}

// parse reads the flags that are settings, each of which must name a
// field. It reads no file.
func (f *settingFlags) parse() (config.Settings, error) {
	recordsGiven, bufferGiven := f.records > 0, f.bufferSize > 0
	if err := f.checkRows(); err != nil {
		return nil, err
	}
	var settings config.Settings
	for _, text := range f.set {
		setting, err := config.ParseSetting(text)
		if err != nil {
			return nil, usagef(listHint(text), "--set %s: %w", text, err)
		}
		if f.rowGroups > 0 && !recordsGiven && slices.Equal(setting.Path, []string{"run", "num_records"}) {
			return nil, usagef("give one of them", "--row-groups and --set run.num_records=… both say how many rows are built")
		}
		settings = append(settings, setting)
	}
	for _, flag := range []struct {
		name, path string
		value      countFlag
		isGiven    bool
	}{{"--records", "run.num_records", f.records, recordsGiven}, {"--buffer-size", "run.buffer_size", f.bufferSize, bufferGiven}} {
		if flag.value == 0 {
			continue
		}
		setting, err := config.ParseSetting(fmt.Sprintf("%s=%d", flag.path, flag.value))
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(settings, func(s config.Setting) bool { return slices.Equal(s.Path, setting.Path) }) {
			if !flag.isGiven {
				return nil, usagef("leave one of the three out", "the other two flags for rows fix %s=%d, and --set %[1]s=… sets it as well", flag.path, flag.value)
			}
			return nil, usagef("give one of them", "%s and --set %s=… both set the same field", flag.name, flag.path)
		}
		settings = append(settings, setting)
	}
	return settings, nil
}

// layers are the settings of every origin. Of two for one field the later one
// counts inside a layer, and the stronger layer between two.
type layers struct {
	config, scenario, environment, flags config.Settings
}

// effective returns the one setting that counts for every field that is set at
// all, the weaker layers first, so that a setting for a part of a field comes
// after a weaker one for the whole of it.
//
// viper decides which layer wins. It folds the case of keys and splits them at
// dots, which the alias gpt-4.1 or GPT would not survive: keys are encoded by
// [settingKey], and a value is the whole setting, which knows its origin.
func (l layers) effective() (config.Settings, error) {
	v := viper.NewWithOptions(viper.KeyDelimiter("/"))
	for _, s := range withOrigin(l.config, originConfig) {
		v.SetDefault(settingKey(s.Path), s)
	}
	file := map[string]any{}
	for _, s := range withOrigin(l.scenario, originScenario) {
		file[settingKey(s.Path)] = s
	}
	if err := v.MergeConfigMap(file); err != nil {
		return nil, err
	}
	// The variables are looked up by dagplan, which must refuse those that name
	// nothing; flags are set after them.
	for _, s := range withOrigin(l.environment, originEnvironment) {
		v.Set(settingKey(s.Path), s)
	}
	for _, s := range withOrigin(l.flags, originFlag) {
		v.Set(settingKey(s.Path), s)
	}
	return l.inOrder(v), nil
}

func (l layers) inOrder(v *viper.Viper) config.Settings {
	rank := []string{originConfig, originScenario, originEnvironment, originFlag}
	at := map[string]int{}
	for i, s := range slices.Concat(l.config, l.scenario, l.environment, l.flags) {
		at[settingKey(s.Path)] = i
	}
	var winners config.Settings
	for key := range at {
		if s, ok := v.Get(key).(config.Setting); ok {
			winners = append(winners, s)
		}
	}
	slices.SortFunc(winners, func(a, b config.Setting) int {
		return cmp.Or(
			cmp.Compare(slices.Index(rank, a.Origin), slices.Index(rank, b.Origin)),
			cmp.Compare(at[settingKey(a.Path)], at[settingKey(b.Path)]),
		)
	})
	return winners
}

func withOrigin(settings config.Settings, origin string) config.Settings {
	marked := slices.Clone(settings)
	for i := range marked {
		marked[i].Origin = origin
	}
	return marked
}

// settingKey is a key that viper leaves alone: the hexadecimal form of each
// part of a path.
func settingKey(path []string) string {
	parts := make([]string, len(path))
	for i, part := range path {
		parts[i] = "x" + hex.EncodeToString([]byte(part))
	}
	return strings.Join(parts, ".")
}

// environment reads the variables that set a field of the scenario, such as
// DAGPLAN_RUN_NUM_RECORDS or DAGPLAN_MODELS_WRITER_LATENCY: the parts of its
// path in capitals, joined by _, with _ for every character that is no letter
// or digit. A variable of these three prefixes that names no field, or two, is
// refused.
func (a *app) environment(models, columns []string) (config.Settings, error) {
	given := a.settingVariables()
	if len(given) == 0 {
		return nil, nil
	}
	paths := variablePaths(models, columns)
	var settings config.Settings
	for _, variable := range given {
		name, value, _ := strings.Cut(variable, "=")
		switch found := paths[name]; len(found) {
		case 0:
			return nil, unknownVariable(name, paths)
		case 1:
			setting, err := config.ParseSetting(config.PathText(found[0]) + "=" + value)
			if err != nil {
				return nil, usagef("", "%s: %w", name, err)
			}
			settings = append(settings, setting)
		default:
			return nil, usagef("use --set, where the path says which", "%s stands for %s as well as %s", name, config.PathText(found[0]), config.PathText(found[1]))
		}
	}
	return settings, nil
}

// settingVariables lists the variables that look like settings, in order of
// their names. An empty one is as good as unset.
func (a *app) settingVariables() []string {
	var given []string
	for _, variable := range a.streams.Environ {
		name, value, _ := strings.Cut(variable, "=")
		if value != "" && isSettingVariable(name) {
			given = append(given, variable)
		}
	}
	slices.Sort(given)
	return given
}

func isSettingVariable(name string) bool {
	section, found := strings.CutPrefix(name, envPrefix)
	return found && (strings.HasPrefix(section, "RUN_") || strings.HasPrefix(section, "MODELS_") || strings.HasPrefix(section, "COLUMNS_") || section == "SEED_COLUMNS")
}

// variablePaths lists the paths that each variable stands for.
func variablePaths(models, columns []string) map[string][][]string {
	paths := map[string][][]string{}
	add := func(path []string) {
		name := variableName(path)
		paths[name] = append(paths[name], path)
	}
	for _, field := range config.Fields() {
		names := models
		if strings.HasPrefix(field.Path, "columns.") {
			names = columns
		}
		for _, path := range fieldPaths(field, names) {
			add(path)
		}
	}
	return paths
}

// fieldPaths lists the paths of a field: one for each of names, where it is a
// field of a model or of a column.
func fieldPaths(field config.Field, names []string) [][]string {
	path := strings.Split(field.Path, ".")
	star := slices.Index(path, "*")
	if star < 0 {
		return [][]string{path}
	}
	paths := make([][]string, len(names))
	for i, name := range names {
		paths[i] = slices.Clone(path)
		paths[i][star] = name
	}
	return paths
}

func variableName(path []string) string {
	return envPrefix + strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return '_'
		}
		return unicode.ToUpper(r)
	}, strings.Join(path, "_"))
}

func unknownVariable(name string, paths map[string][][]string) error {
	known := make([]string, 0, len(paths))
	for candidate := range paths {
		known = append(known, candidate)
	}
	slices.Sort(known)
	hint := `docs/cli.md lists the fields of a scenario`
	if near, found := diag.Nearest(name, known); found {
		hint = fmt.Sprintf("did you mean %s?", near)
	}
	return usagef(hint, "the variable %s names no field of the scenario", name)
}
