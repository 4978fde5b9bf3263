package render

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/dagplan/dagplan/pkg/internal/numeral"
)

// expected writes an expected number: whole where it is, or large.
func expected(n float64) string {
	switch {
	case math.Abs(n) >= 1e15:
		return strconv.FormatFloat(n, 'g', 4, 64)
	case math.Abs(n-math.Round(n)) <= 1e-9*math.Abs(n):
		return numeral.Integer(int64(math.Round(n)))
	case n < 10:
		return "≈" + strconv.FormatFloat(n, 'f', 1, 64)
	default:
		return "≈" + numeral.Integer(int64(math.Round(n)))
	}
}

// counted writes a number with its noun, whose plural ends in s.
func counted(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return numeral.Integer(n) + " " + noun + "s"
}

// money writes an amount to the cent, or to its first two figures below one.
func money(amount float64) string {
	switch {
	case amount == 0:
		return "0.00"
	case amount < 0.1:
		return strconv.FormatFloat(amount, 'f', 2-int(math.Floor(math.Log10(amount)))-1, 64)
	case amount >= 1e15:
		return strconv.FormatFloat(amount, 'g', 4, 64)
	}
	cents := int64(math.Round(amount * 100))
	return fmt.Sprintf("%s.%02d", numeral.Integer(cents/100), cents%100)
}

// percent writes a share.
func percent(share float64) string {
	return strconv.FormatFloat(share*100, 'f', 0, 64) + "%"
}

// seconds are what JSON documents give times in.
func seconds(d time.Duration) float64 { return d.Seconds() }
