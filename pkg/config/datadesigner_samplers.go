package config

// The parameters of Data Designer's samplers (R45 to R49): data, in one place.

func samplerTypes() []string {
	c := samplerParams()
	return c.words()
}

// samplerParams are told apart by the column's sampler_type, unless they carry
// one themselves (R29).
func samplerParams() choice {
	c := choice{
		key: "sampler_type",
		cases: []option{
			{word: "bernoulli", object: params("0 or 1.", probability())},
			{word: "bernoulli_mixture", object: params("0, or a number of another distribution.",
				probability(), distributionName(), distributionParams())},
			{word: "binomial", object: params("How many of n trials succeed.",
				must("n", whole(), "The number of trials."), probability())},
			{word: "category", object: params("One of several values.",
				must("values", listOf(scalarValue()).items(1, 0), "The values."),
				may("weights", listOf(decimal()).orNull(), "null", "How often each value comes, relative to the others.")).
				with(rule(weightsFit, "values", "weights"))},
			{word: "datetime", object: params("A date and time.",
				must("start", text(), "The earliest date, such as 2024-01-31."),
				must("end", text(), "The date before which all lie."),
				may("unit", word("Y", "M", "D", "h", "m", "s"), `"D"`, "The distance between two dates.")).
				with(dateParses("start"), dateParses("end"))},
			{word: "gaussian", object: params("A number of the normal distribution.",
				must("mean", decimal(), "The mean."), must("stddev", decimal(), "The standard deviation."), decimalPlaces())},
			{word: "person", object: params("A person of the Nemotron personas.", append(personFields(word(personaLocales()...)),
				may("select_field_values", mapOf(listOf(text())).orNull(), "null", "Which values other fields of the person may have."),
				may("with_synthetic_personas", truth(), "false", "Whether a persona is written for each person."))...).
				with(rule(agesFit, "age_range"))},
			{word: "person_from_faker", object: params("A person of the library Faker.", personFields(word(fakerLocales()...))...).
				with(rule(agesFit, "age_range"))},
			{word: "poisson", object: params("A count.", must("mean", decimal(), "The mean count."))},
			{word: "scipy", object: params("A number of any distribution of scipy.stats.",
				distributionName(), distributionParams(), decimalPlaces())},
			{word: "subcategory", object: params("One of several values that depend on a category.",
				must("category", text(), "The category column that it depends on."),
				must("values", mapOf(listOf(scalarValue())), "The values for each value of the category."))},
			{word: "timedelta", object: params("A time after that of another column.",
				must("dt_min", whole().atLeast(0), "The shortest distance."),
				must("dt_max", whole().above(0), "The distance below which all lie."),
				must("reference_column_name", text(), "The datetime column it counts from."),
				may("unit", word("D", "h", "m", "s"), `"D"`, "The unit of the distances.")).
				with(ascending("dt_min", "dt_max", true))},
			{word: "uniform", object: params("A number between two others.",
				must("low", decimal(), "The lowest number."), must("high", decimal(), "The highest number."), decimalPlaces())},
			{word: "uuid", object: params("A unique id.",
				may("prefix", text().orNull(), "null", "What each id begins with."),
				may("short_form", truth(), "false", "Whether ids have 8 digits."),
				may("uppercase", truth(), "false", "Whether ids are upper case."))},
		},
	}
	c.implied, c.byParent = impliedByParent("sampler_type", c.words()...), true
	return c
}

func params(doc string, fields ...field) object {
	return object{name: "params", doc: doc, fields: fields}
}

func (o object) with(rules ...objectRule) object {
	o.rules = rules
	return o
}

func probability() field {
	return must("p", share(), "The probability.")
}

func distributionName() field {
	return must("dist_name", text(), "The name of a distribution in scipy.stats.")
}

func distributionParams() field {
	return must("dist_params", mapOf(anything()), "The parameters of that distribution.")
}

func decimalPlaces() field {
	return may("decimal_places", whole().orNull(), "null", "To how many places numbers are rounded.")
}

// scalarValue is a value of a category: null is none (R45).
func scalarValue() spec { return either(text(), whole(), decimal(), truth()) }

func personFields(locale spec) []field {
	return []field{
		may("locale", locale, `"en_US"`, "The language and country of the person."),
		may("sex", word("Male", "Female").orNull(), "null", "The sex of the person."),
		may("city", either(text(), listOf(text())).orNull(), "null", "The city, or cities, the person may live in."),
		may("age_range", listOf(whole()).items(2, 2), "[18, 114]", "The lowest and the highest age."),
	}
}

func personaLocales() []string {
	return []string{"en_GB", "de_DE", "en_US", "en_IN", "en_SG", "fr_FR", "hi_Deva_IN", "hi_Latn_IN", "ja_JP", "ko_KR", "pt_BR"}
}

// fakerLocales are the locales of Faker that Data Designer 0.9.6 allows (R48).
func fakerLocales() []string {
	return []string{
		"ar_AA", "ar_AE", "ar_BH", "ar_EG", "ar_JO", "ar_PS", "ar_SA", "az_AZ", "bg_BG", "bn_BD", "bs_BA", "cs_CZ",
		"da_DK", "de", "de_AT", "de_CH", "de_DE", "dk_DK", "el_CY", "el_GR", "en", "en_AU", "en_BD", "en_CA",
		"en_GB", "en_IE", "en_IN", "en_NZ", "en_PH", "en_TH", "en_US", "es", "es_AR", "es_CA", "es_CL", "es_CO",
		"es_ES", "es_MX", "et_EE", "fa_IR", "fi_FI", "fil_PH", "fr_BE", "fr_CA", "fr_CH", "fr_FR", "ga_IE",
		"he_IL", "hi_IN", "hr_HR", "hu_HU", "hy_AM", "id_ID", "it_CH", "it_IT", "ja_JP", "ka_GE", "ko_KR", "la",
		"lb_LU", "lt_LT", "lv_LV", "mt_MT", "ne_NP", "nl_BE", "nl_NL", "no_NO", "or_IN", "pl_PL", "pt_BR", "pt_PT",
		"ro_RO", "ru_RU", "sk_SK", "sl_SI", "sq_AL", "sv_SE", "ta_IN", "th", "th_TH", "tl_PH", "tr_TR", "tw_GH",
		"uk_UA", "vi_VN", "zh_CN", "zh_TW", "zu_ZA",
	}
}
