package report

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestContrast holds the colours of every theme to WCAG AA: 4.5 for text, 3 for pictures.
func TestContrast(t *testing.T) {
	css, _ := templates.ReadFile("style.css")
	variable := regexp.MustCompile(`--([a-z]+): (#[0-9a-f]{3,6})`)
	theme := map[string]string{}
	blocks := regexp.MustCompile(`:root \{[^}]*\}`).FindAllString(string(css), -1)
	if len(blocks) != 3 {
		t.Fatalf("%d themes, want light, dark and print", len(blocks))
	}
	for i, name := range []string{"light", "dark", "print"} {
		for _, m := range variable.FindAllStringSubmatch(blocks[i], -1) {
			theme[m[1]] = m[2]
		}
		for _, pair := range []struct {
			front, back string
			least       float64
		}{
			{"ink", "paper", 4.5}, {"soft", "paper", 4.5}, {"ink", "tint", 4.5}, {"soft", "tint", 4.5},
			{"on", "stop", 4.5}, {"on", "wait", 4.5}, {"on", "ready", 4.5},
			{"hurt", "paper", 3}, {"hurt", "tint", 3}, {"hurt", "skin", 3}, {"mark", "skin", 3}, {"edge", "paper", 3},
			{"bar", "paper", 3}, {"bar", "tint", 3}, {"paper", "bar", 3},
		} {
			if got := contrast(theme[pair.front], theme[pair.back]); got < pair.least {
				t.Errorf("%s: %s on %s has contrast %.2f, want %.1f", name, pair.front, pair.back, got, pair.least)
			}
		}
	}
}

// contrast is the contrast ratio of WCAG 2.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func luminance(hex string) (l float64) {
	hex = strings.TrimPrefix(hex, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		l += weight * c
	}
	return l
}
