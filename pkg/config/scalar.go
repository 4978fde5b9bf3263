package config

import (
	"encoding/base64"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
)

// scalar reads a scalar by its tag, or by how it looks where it has none.
func (c *converter) scalar(v *value, n *pyyaml.Node) {
	plain := n.Style == pyyaml.Plain && n.Tag == "" || n.Tag == "!"
	if plain && c.core {
		coreScalar(v, n.Value)
		return
	}
	t := pyyaml.String
	switch {
	case plain:
		t = pyyaml.Resolve(n.Value)
	case n.Tag != "":
		switch strings.TrimPrefix(n.Tag, tagPrefix) {
		case "str":
		case "null":
			t = pyyaml.Null
		case "bool":
			t = pyyaml.Bool
		case "int":
			t = pyyaml.Int
		case "float":
			t = pyyaml.Float
		case "timestamp":
			t = pyyaml.Timestamp
		case "binary":
			c.binary(v, n)
			return
		default:
			c.failTag(v, n)
			return
		}
	}
	if err := typed(v, t, n.Value); err != nil {
		v.kind = brokenValue
		c.report(codeScalar, c.nodeSpan(n), err.Error(), "put it in quotes if text is meant")
	}
}

func (c *converter) binary(v *value, n *pyyaml.Node) {
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(n.Value), ""))
	if err != nil {
		v.kind = brokenValue
		c.report(codeScalar, c.nodeSpan(n), "this is not base64", "mend it, or remove the tag !!binary")
		return
	}
	v.kind, v.text = textValue, strings.ToValidUTF8(string(data), "\ufffd")
}

// typed reads a scalar of a type (R5).
func typed(v *value, t pyyaml.Type, text string) (err error) {
	switch t {
	case pyyaml.Null:
		v.kind = nullValue
	case pyyaml.Bool:
		v.kind = boolValue
		v.truth, err = pyyaml.ParseBool(text)
		if v.truth {
			v.integer = 1
		}
	case pyyaml.Int:
		var n *big.Int
		if n, err = pyyaml.ParseInt(text); err == nil {
			v.setInt(n)
		}
	case pyyaml.Float:
		v.kind = floatValue
		v.number, err = pyyaml.ParseFloat(text)
	case pyyaml.Timestamp:
		v.kind = textValue
		v.text, err = pyyaml.ParseTimestamp(text)
	case pyyaml.Merge, pyyaml.Value:
		return fmt.Errorf("a lone %s has no value in YAML 1.1", text)
	default:
		v.kind, v.text = textValue, text
	}
	return err
}

func (v *value) setInt(n *big.Int) {
	v.kind, v.text = intValue, n.String()
	v.number, _ = new(big.Float).SetInt(n).Float64()
	switch {
	case n.IsInt64():
		v.integer = n.Int64()
	case n.Sign() < 0:
		v.integer = math.MinInt64
	default:
		v.integer = math.MaxInt64
	}
}

// coreScalar reads a plain scalar by the core schema of YAML 1.2, which is what
// editors take a native config for.
func coreScalar(v *value, text string) {
	switch text {
	case "", "~", "null", "Null", "NULL":
		v.kind = nullValue
		return
	case "true", "True", "TRUE":
		v.kind, v.truth, v.integer = boolValue, true, 1
		return
	case "false", "False", "FALSE":
		v.kind = boolValue
		return
	case ".inf", ".Inf", ".INF", "+.inf":
		v.kind, v.number = floatValue, math.Inf(1)
		return
	case "-.inf", "-.Inf", "-.INF":
		v.kind, v.number = floatValue, math.Inf(-1)
		return
	case ".nan", ".NaN", ".NAN":
		v.kind, v.number = floatValue, math.NaN()
		return
	}
	if n, ok := coreInt(text); ok {
		v.setInt(n)
		return
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil && strings.Trim(text, "+-.0123456789eE") == "" {
		v.kind, v.number = floatValue, f
		return
	}
	v.kind, v.text = textValue, text
}

func coreInt(text string) (*big.Int, bool) {
	digits, base := text, 10
	switch {
	case strings.HasPrefix(text, "0x"):
		digits, base = text[2:], 16
	case strings.HasPrefix(text, "0o"):
		digits, base = text[2:], 8
	}
	if len(digits) > 400 || strings.Contains(digits, "_") {
		return nil, false
	}
	return new(big.Int).SetString(digits, base)
}
