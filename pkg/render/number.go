package render

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// integer groups the digits of a whole number by commas.
func integer(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var text strings.Builder
	text.WriteString(sign)
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			text.WriteByte(',')
		}
		text.WriteRune(digit)
	}
	return text.String()
}

// expected writes an expected number: whole where it is, or large.
func expected(n float64) string {
	switch {
	case math.Abs(n) >= 1e15:
		return strconv.FormatFloat(n, 'g', 4, 64)
	case n != math.Trunc(n) && n < 10:
		return "≈" + strconv.FormatFloat(n, 'f', 1, 64)
	case math.Abs(n-math.Round(n)) > 1e-9*math.Abs(n):
		return "≈" + integer(int64(math.Round(n)))
	default:
		return integer(int64(math.Round(n)))
	}
}

// counted writes a number with its noun, whose plural ends in s.
func counted(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return integer(n) + " " + noun + "s"
}

// span writes a duration for a person, to three figures or so: 250ms, 1.85s,
// 18m45s, 2h05m, 3d04h.
func span(d time.Duration) string {
	switch {
	case d < 0:
		return "-"
	case d == 0:
		return "0s"
	case d < time.Millisecond:
		return fmt.Sprintf("%dµs", d.Round(time.Microsecond).Microseconds())
	case d.Round(time.Millisecond) < time.Second:
		return fmt.Sprintf("%dms", d.Round(time.Millisecond).Milliseconds())
	case d.Round(10*time.Millisecond) < 10*time.Second:
		return trimZeros(fmt.Sprintf("%.2f", d.Seconds())) + "s"
	case d.Round(100*time.Millisecond) < time.Minute:
		return trimZeros(fmt.Sprintf("%.1f", d.Seconds())) + "s"
	case d.Round(time.Second) < time.Hour:
		s := int64(d.Round(time.Second) / time.Second)
		return fmt.Sprintf("%dm%02ds", s/60, s%60)
	case d.Round(time.Minute) < 24*time.Hour:
		m := int64(d.Round(time.Minute) / time.Minute)
		return fmt.Sprintf("%dh%02dm", m/60, m%60)
	default:
		h := int64(d.Round(time.Hour) / time.Hour)
		return fmt.Sprintf("%sd%02dh", integer(h/24), h%24)
	}
}

func trimZeros(decimal string) string {
	return strings.TrimSuffix(strings.TrimRight(decimal, "0"), ".")
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
	return fmt.Sprintf("%s.%02d", integer(cents/100), cents%100)
}

// percent writes a share.
func percent(share float64) string {
	return strconv.FormatFloat(share*100, 'f', 0, 64) + "%"
}

// seconds are what JSON documents give times in.
func seconds(d time.Duration) float64 { return d.Seconds() }
