package sim

import "math"

// The functions here stand in for those of package math, whose results differ
// in the last bit between processors with and without fused multiply-add: a
// simulated time must not. Each product is converted explicitly, which keeps the
// compiler from fusing it with the sum that follows.

const (
	ln2High = 6.93147180369123816490e-01 // the upper bits of ln 2: k·ln2High is exact for |k| < 2²¹
	ln2Low  = 1.90821492927058770002e-10
)

// exp returns eˣ for |x| < 700, to within 2 units in the last place.
func exp(x float64) float64 {
	k := math.Floor(float64(x*math.Log2E) + 0.5)
	r := (x - float64(k*ln2High)) - float64(k*ln2Low)
	sum := 0.0
	for _, c := range &[...]float64{
		1.0 / 87178291200, 1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
		1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2, 1, 1,
	} {
		sum = float64(sum*r) + c
	}
	return sum * math.Float64frombits(uint64(1023+int64(k))<<mantissaBits)
}

// log returns the natural logarithm of a positive, finite x.
func log(x float64) float64 {
	f, k := math.Frexp(x)
	if f < math.Sqrt2/2 {
		f, k = f*2, k-1
	}
	s := (f - 1) / (f + 1)
	square := float64(s * s)
	sum := 0.0
	for _, c := range &[...]float64{
		1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3, 1,
	} {
		sum = float64(sum*square) + c
	}
	return float64(float64(k)*ln2High) + (float64(2*s*sum) + float64(float64(k)*ln2Low))
}

// normalTail returns z > 0 such that a standard normal draw exceeds it with
// probability p, for 0 < p <= 1/2: algorithm AS 241 (Wichura 1988), to about
// 1 part in 10¹⁶.
func normalTail(p float64) float64 {
	if q := 0.5 - p; q <= 0.425 {
		r := 0.180625 - float64(q*q)
		return float64(q*polynomial(r, &[8]float64{
			3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
			4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
		})) / polynomial(r, &[8]float64{
			1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
			2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
		})
	}
	r := math.Sqrt(-log(p))
	if r <= 5 {
		r -= 1.6
		return polynomial(r, &[8]float64{
			1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
			1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
		}) / polynomial(r, &[8]float64{
			1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
			1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
		})
	}
	r -= 5
	return polynomial(r, &[8]float64{
		6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
		2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
	}) / polynomial(r, &[8]float64{
		1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
		7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
	})
}

func polynomial(x float64, coefficients *[8]float64) float64 {
	sum := coefficients[7]
	for i := 6; i >= 0; i-- {
		sum = float64(sum*x) + coefficients[i]
	}
	return sum
}
