package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/pkg/config"
)

type schemaOptions struct {
	schema string
	draft  string
	out    outputFlags
}

func newSchemaCmd(a *app) *cobra.Command {
	var o schemaOptions
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of a format, for editors",
		Long: `Prints the JSON Schema of dagplan's own format, of a scenario, or of a Data
Designer config, as the program itself checks them. Most editors complete and
check a YAML file by its schema where a comment at its top names it:

  # yaml-language-server: $schema=dagplan.schema.json

Some of them know JSON Schema only up to draft-07.`,
		Example: `  dagplan schema > dagplan.schema.json
  dagplan schema --format datadesigner --draft draft-07 -o dd.schema.json`,
		GroupID: groupCheck,
		Args:    noArgs,
		RunE:    func(*cobra.Command, []string) error { return a.runSchema(o) },
	}
	words := make([]string, 0, len(config.SchemaNames()))
	for _, name := range config.SchemaNames() {
		words = append(words, string(name))
	}
	flags := cmd.Flags()
	flags.VarP(newEnum(&o.schema, words...), "format", "f", "format of the files that the schema is for")
	flags.Var(newEnum(&o.draft, "2020-12", "draft-07"), "draft", "version of JSON Schema")
	o.out.addFile(cmd)
	return cmd
}

func (a *app) runSchema(o schemaOptions) error {
	schema, err := config.Schema(config.SchemaName(o.schema))
	if err != nil {
		return err
	}
	if o.draft == "draft-07" {
		if schema, err = config.Draft07(schema); err != nil {
			return fmt.Errorf("schema %s: %w", o.schema, err)
		}
	}
	return a.write(o.out, func(w io.Writer) error {
		_, err := w.Write(schema)
		return err
	})
}
