package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/dagplan/dagplan/pkg/diag"
)

// enumFlag is a flag that takes one of a few words. Help lists them, a shell
// completes them, and only their canonical spelling is stored.
type enumFlag struct {
	value *string
	words []string
}

// newEnum returns a flag for value, whose default is the first word.
func newEnum(value *string, words ...string) *enumFlag {
	*value = words[0]
	return &enumFlag{value: value, words: words}
}

func (f *enumFlag) String() string { return *f.value }

func (f *enumFlag) Type() string { return strings.Join(f.words, "|") }

func (f *enumFlag) Set(text string) error {
	same := func(word string) bool { return strings.EqualFold(word, text) }
	if at := slices.IndexFunc(f.words, same); at >= 0 {
		*f.value = f.words[at]
		return nil
	}
	hint := ""
	if near, found := diag.Nearest(text, f.words); found {
		hint = fmt.Sprintf("; did you mean %s?", near)
	}
	return fmt.Errorf("use one of %s%s", strings.Join(f.words, ", "), hint)
}

// completeEnums makes the shell complete the words of every enum flag of a
// command.
func completeEnums(cmd *cobra.Command) {
	complete := func(f *pflag.Flag) {
		if enum, ok := f.Value.(*enumFlag); ok {
			// It fails only where the flag does not exist or is completed already.
			_ = cmd.RegisterFlagCompletionFunc(f.Name, cobra.FixedCompletions(enum.words, cobra.ShellCompDirectiveNoFileComp))
		}
	}
	cmd.LocalFlags().VisitAll(complete)
	for _, c := range cmd.Commands() {
		completeEnums(c)
	}
}

// countFlag is a flag that takes a whole number from 1; its zero value is not
// given.
type countFlag int64

func (f *countFlag) String() string {
	if *f == 0 {
		return ""
	}
	return strconv.FormatInt(int64(*f), 10)
}

func (*countFlag) Type() string { return "N" }

func (f *countFlag) Set(text string) error {
	n, err := strconv.ParseInt(strings.ReplaceAll(text, "_", ""), 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return errors.New("the number is too large")
	case err != nil || n < 1:
		return errors.New("give a whole number from 1")
	}
	*f = countFlag(n)
	return nil
}

// flagError turns the errors of flags into usage errors. pflag meets an
// unknown flag before cobra meets an unknown command, so that the flags of a
// mistyped command look wrong: then the command is what is reported.
func flagError(cmd *cobra.Command, err error) error {
	if cmd.HasSubCommands() && len(cmd.Flags().Args()) > 0 {
		return unknownCommand(cmd, cmd.Flags().Args()[0])
	}
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	var empty *pflag.ValueRequiredError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown)
	case errors.As(err, &invalid):
		return usagef("", "%q is no value of --%s: %w", invalid.GetValue(), invalid.GetFlag().Name, invalid.Unwrap())
	case errors.As(err, &empty):
		return usagef("", "--%s needs a value: %s", empty.GetFlag().Name, empty.GetFlag().Value.Type())
	default:
		return usagef("", "%w", err)
	}
}

func unknownFlag(cmd *cobra.Command, unknown *pflag.NotExistError) error {
	hint := fmt.Sprintf("%q lists the flags", cmd.CommandPath()+" --help")
	if unknown.GetSpecifiedShortnames() != "" {
		return usagef(hint, "unknown flag -%s", unknown.GetSpecifiedName())
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near, found := diag.Nearest(unknown.GetSpecifiedName(), names); found {
		hint = fmt.Sprintf("did you mean --%s?", near)
	}
	if unknown.GetSpecifiedName() == "version" {
		hint = `"dagplan version" says which one this is`
	}
	return usagef(hint, "unknown flag --%s", unknown.GetSpecifiedName())
}
