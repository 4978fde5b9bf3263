package config

func timeSchema() map[string]any                           { return nil }
func amountSchema() map[string]any                         { return nil }
func distributionSchema(one map[string]any) map[string]any { return nil }
func errorsSchema() map[string]any                         { return nil }
