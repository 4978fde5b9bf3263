package config

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// How native configs and scenarios write times, distributions and errors.

// seconds reads a time: a number of seconds, or a text such as 250ms.
func seconds(v *value) (float64, error) {
	if n, ok := readDecimal(v, false); ok {
		return notNegative(n)
	}
	if !v.is(textValue) {
		return 0, errors.New("write a time such as 1.5s or 250ms, or a number of seconds")
	}
	d, err := time.ParseDuration(strings.ReplaceAll(v.text, " ", ""))
	if err != nil {
		return 0, errors.New("write a time such as 1.5s or 250ms, or a number of seconds")
	}
	return notNegative(d.Seconds())
}

// amount reads a plain number.
func amount(v *value) (float64, error) {
	n, ok := readDecimal(v, false)
	if !ok {
		return 0, errors.New("write a number")
	}
	return notNegative(n)
}

func notNegative(n float64) (float64, error) {
	if !(n >= 0) || math.IsInf(n, 0) {
		return 0, errors.New("write a number that is not negative and not infinite")
	}
	return n, nil
}

// duration reads a time of which the simulator keeps nanoseconds.
func duration(v *value) (time.Duration, error) {
	s, err := seconds(v)
	if err != nil {
		return 0, err
	}
	if s > math.MaxInt64/float64(time.Second) {
		return 0, errors.New("write a time below 292 years")
	}
	return time.Duration(math.Round(s * float64(time.Second))), nil
}

// unit reads one number of a distribution.
type unit func(*value) (float64, error)

// quantity is what a distribution can be of.
type quantity struct {
	name   string // with an article
	read   unit
	schema func() map[string]any // of one number
	// isByCell is true where the number of each cell can be given: a replay or a hash.
	isByCell bool
	// isSpeed is true where nothing would ever end at 0.
	isSpeed bool
}

// distributionOf reads a distribution: a number, which is always drawn, or a
// mapping that names its parameters.
func (q quantity) distributionOf(v *value) (model.Distribution, error) {
	if !v.is(mapValue) {
		n, err := q.read(v)
		if err != nil {
			return model.Distribution{}, err
		}
		if q.isSpeed && n == 0 {
			return model.Distribution{}, errors.New("write a speed above 0, or leave it out")
		}
		d := model.ConstantOf(n)
		return d, unfit(d.Validate())
	}
	rest, most := *v, 0.0
	if limit := v.get("max"); limit != nil {
		n, err := q.read(limit)
		if err != nil || n == 0 {
			return model.Distribution{}, errors.New("max cuts off what lies above it: write a positive number")
		}
		most = n
		rest.entries = slices.DeleteFunc(slices.Clone(v.entries), func(e entry) bool { return e.key == "max" })
	}
	d, err := family(&rest, q.read)
	if err != nil {
		return model.Distribution{}, err
	}
	if !q.isByCell && (d.Kind == model.Replayed || d.Kind == model.Hashed) {
		return model.Distribution{}, errors.New("only a latency can be given cell by cell: write a distribution to draw from, such as {mean, cv} or {samples}")
	}
	d.Max = most
	return d, unfit(d.Validate())
}

// unfitError is why nothing can be drawn from a distribution that is written as one should be.
type unfitError struct{ error }

func unfit(err error) error {
	if err == nil {
		return nil
	}
	return unfitError{err}
}

// family reads the parameters of a distribution by their names.
func family(v *value, read unit) (model.Distribution, error) {
	keys := make([]string, len(v.entries))
	for i, e := range v.entries {
		keys[i] = e.key
	}
	slices.Sort(keys)
	numbers, err := parameters(v, read)
	switch strings.Join(keys, " ") {
	case "uniform", "lognormal", "gamma", "exponential", "constant":
		return nestedFamily(keys[0], v.entries[0].value, read)
	case "quantiles":
		return quantiles(v.entries[0].value, read)
	case "samples":
		return samples(v.entries[0].value, read)
	case "replay":
		return replay(v.entries[0].value, read)
	case "hash":
		if truth, ok := readTruth(v.entries[0].value, false); !ok || !truth {
			return model.Distribution{}, errors.New("write hash: true")
		}
		return model.Distribution{Kind: model.Hashed}, nil
	case "mean p95", "cv mean", "p50 p95", "median sigma":
		if err != nil {
			return model.Distribution{}, err
		}
		d, err := lognormalOf(numbers)
		return d, unfit(err)
	}
	return model.Distribution{}, errors.New("write a number, or {mean, p95}, {mean, cv}, {p50, p95}, {median, sigma}, {uniform: {low, high}}, {exponential: {mean}}, {gamma: {mean, cv}}, {quantiles}, {samples} or {replay}; max may stand beside them")
}

// parameters reads the numbers of a mapping. cv and sigma have no unit.
func parameters(v *value, read unit) (map[string]float64, error) {
	numbers := map[string]float64{}
	for _, e := range v.entries {
		one := read
		if e.key == "cv" || e.key == "sigma" {
			one = amount
		}
		n, err := one(e.value)
		if err != nil {
			return nil, fmt.Errorf("%s is %s: %w", e.key, found(e.value), err)
		}
		numbers[e.key] = n
	}
	return numbers, nil
}

func lognormalOf(p map[string]float64) (model.Distribution, error) {
	_, byMean := p["mean"]
	_, byCV := p["cv"]
	_, byMedian := p["median"]
	switch {
	case byMean && byCV:
		return model.Distribution{Kind: model.Lognormal, Mean: p["mean"], CV: p["cv"]}, nil
	case byMean:
		return model.LognormalByMeanAndP95(p["mean"], p["p95"])
	case byMedian:
		return model.LognormalByMedianAndSigma(p["median"], p["sigma"])
	default:
		return model.LognormalByQuantiles(p["p50"], p["p95"])
	}
}

func nestedFamily(name string, v *value, read unit) (model.Distribution, error) {
	if name == "constant" {
		n, err := read(v)
		return model.ConstantOf(n), err
	}
	if name == "lognormal" {
		if !v.is(mapValue) {
			return model.Distribution{}, errors.New("write lognormal: {mean, cv}, {mean, p95}, {p50, p95} or {median, sigma}")
		}
		d, err := family(v, read)
		if err == nil && d.Kind != model.Lognormal {
			err = errors.New("write lognormal: {mean, cv}, {mean, p95}, {p50, p95} or {median, sigma}")
		}
		return d, err
	}
	want := map[string][]string{"uniform": {"low", "high"}, "exponential": {"mean"}, "gamma": {"mean", "cv"}}[name]
	form := fmt.Errorf("write %s: {%s}", name, strings.Join(want, ", "))
	if !v.is(mapValue) || len(v.entries) != len(want) {
		return model.Distribution{}, form
	}
	p, err := parameters(v, read)
	if err != nil {
		return model.Distribution{}, err
	}
	for _, key := range want {
		if _, given := p[key]; !given {
			return model.Distribution{}, form
		}
	}
	switch name {
	case "uniform":
		return model.Distribution{Kind: model.Uniform, Low: p["low"], High: p["high"]}, nil
	case "exponential":
		return model.Distribution{Kind: model.Exponential, Mean: p["mean"]}, nil
	default:
		return model.Distribution{Kind: model.Gamma, Mean: p["mean"], CV: p["cv"]}, nil
	}
}

// quantiles reads {0.5: 1s, 0.95: 4s}.
func quantiles(v *value, read unit) (model.Distribution, error) {
	form := errors.New("write quantiles: {0.5: VALUE, 0.95: VALUE}, by ascending probability")
	if !v.is(mapValue) || len(v.entries) == 0 {
		return model.Distribution{}, form
	}
	d := model.Distribution{Kind: model.Empirical}
	for _, e := range v.entries {
		p, err := strconv.ParseFloat(e.key, 64)
		if err != nil {
			return d, form
		}
		n, err := read(e.value)
		if err != nil {
			return d, fmt.Errorf("quantile %s is %s: %w", e.key, found(e.value), err)
		}
		d.Quantiles = append(d.Quantiles, model.Quantile{Probability: p, Value: n})
	}
	slices.SortStableFunc(d.Quantiles, func(a, b model.Quantile) int {
		switch {
		case a.Probability < b.Probability:
			return -1
		case a.Probability > b.Probability:
			return 1
		}
		return 0
	})
	return d, nil
}

func samples(v *value, read unit) (model.Distribution, error) {
	if !v.is(listValue) || len(v.items) == 0 {
		return model.Distribution{}, errors.New("write samples: [VALUE, VALUE, …]")
	}
	numbers := make([]float64, len(v.items))
	for i, item := range v.items {
		n, err := read(item)
		if err != nil {
			return model.Distribution{}, fmt.Errorf("sample %d is %s: %w", i+1, found(item), err)
		}
		numbers[i] = n
	}
	slices.Sort(numbers)
	return model.SamplesOf(numbers), nil
}

// replay reads values by the key COLUMN|ROW|ATTEMPT; Mean is their mean.
func replay(v *value, read unit) (model.Distribution, error) {
	if !v.is(mapValue) || len(v.entries) == 0 {
		return model.Distribution{}, errors.New("write replay: {COLUMN|ROW|ATTEMPT: VALUE, …}")
	}
	d := model.Distribution{Kind: model.Replayed, Replay: make(map[string]float64, len(v.entries))}
	for _, e := range v.entries {
		n, err := read(e.value)
		if err != nil {
			return d, fmt.Errorf("the value of %s is %s: %w", e.key, found(e.value), err)
		}
		d.Replay[e.key] = n
		d.Mean += n / float64(len(v.entries))
	}
	return d, nil
}

// errorRates reads a list of {kind, rate, attempts} that was found right.
func errorRates(v *value) []model.ErrorRate {
	rates := make([]model.ErrorRate, 0, len(v.items))
	for _, item := range v.items {
		var r model.ErrorRate
		for _, k := range model.ErrorKinds() {
			if item.get("kind").str() == k.String() {
				r.Kind = k
			}
		}
		r.Rate, _ = readDecimal(item.get("rate"), false)
		if attempts := item.get("attempts"); attempts != nil {
			n, _ := readWhole(attempts, false)
			r.Attempts = int(min(n, math.MaxInt32))
		}
		rates = append(rates, r)
	}
	return rates
}
