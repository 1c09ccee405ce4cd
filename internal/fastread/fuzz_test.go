package fastread

import (
	"testing"

	"knead/internal/gen"
	"knead/internal/records"
)

// FuzzPaths gives records to both readers of JSON: what the fast path reads, the strict parser
// must read as it does; the rest is the strict parser's anyway.
func FuzzPaths(f *testing.F) {
	p := newPaths(backcare(f))
	pack := p.program.Pack()
	for _, spelling := range gen.Spellings(5) {
		intakes := gen.Arbitrary(pack, 5)
		intakes.Ticked = 0.4
		for range 3 {
			f.Add(spelling.AppendJSON(nil, intakes.Next(), pack))
		}
	}
	for _, record := range oddRecords {
		f.Add([]byte(record))
	}
	f.Fuzz(func(t *testing.T, record []byte) {
		if len(record) > records.MaxSize {
			return
		}
		if fast := p.quickly(record); fast.read {
			if strict := p.strictly(record); !fast.equal(&strict) {
				t.Fatalf("%q\nfast: %+v\nstrict: %+v", record, fast, strict)
			}
		}
	})
}

// oddRecords are records on the edge of what is JSON or an intake.
var oddRecords = []string{
	``, ` `, `{}`, `[]`, `null`, `{"answers":{}}`, `{"answers":null}`, `{"answers":{},"answers":{}}`, `{"answers":[]}`,
	"\uFEFF" + `{"answers":{"age":41}}`, `[{"answers":{}}]`, `[{"id":"a","answers":{}}]`, `{"answers":{}}{"answers":{}}`, `{"answers":{}} x`, `{"answers":{}},`,
	`{"id":null,"answers":{}}`, `{"id":"","answers":{}}`, `{"id":7,"answers":{}}`, `{"id":"a","id":"b","answers":{}}`,
	`{"id":"\u0041\u00e9\ud83d\ude00","answers":{}}`, `{"id":"\ud800","answers":{}}`, `{"id":"\\ufffd\ud800","answers":{}}`, `{"id":"\udc00\ud800","answers":{}}`,
	`{"id":"<&>\u2028` + "\u2028" + `","answers":{}}`, `{"id":"\u0000\u001f\u007f","answers":{}}`, "{\"id\":\"\x7f\",\"answers\":{}}", "{\"id\":\"\xff\",\"answers\":{}}", "{\"id\":\"\u0085\u0086\",\"answers\":{}}",
	`{"date":"2026-02-29","answers":{}}`, `{"date":"2024-02-29","answers":{}}`, `{"date":"2026-3-09","answers":{}}`, `{"date":"0000-01-01","answers":{}}`, `{"date":null,"answers":{}}`,
	`{"pack":"backcare 1.1.0","answers":{}}`, `{"pack":"backcare","answers":{}}`, `{"pack":"other 1.0.0","answers":{}}`, `{"pack":"backcare 9.0.0","answers":{}}`,
	`{"answers":{"age":41}}`, `{"answers":{"age":-0}}`, `{"answers":{"age":041}}`, `{"answers":{"age":4.0}}`, `{"answers":{"age":1e1}}`, `{"answers":{"age":121}}`, `{"answers":{"age":-1}}`, `{"answers":{"age":99999999999999999999}}`,
	`{"answers":{"age":null}}`, `{"answers":{"age":"unsure"}}`, `{"answers":{"age":"41"}}`, `{"answers":{"age":true}}`, `{"answers":{"age":[41]}}`, `{"answers":{"AGE":41}}`, `{"answers":{"\u0061ge":41}}`, `{"answers":{"age":41,"age":41}}`,
	`{"answers":{"desk_job":true}}`, `{"answers":{"desk_job":"true"}}`, `{"answers":{"desk_job":"unsure"}}`, `{"answers":{"desk_job":truex}}`, `{"answers":{"desk_job":tru}}`, `{"answers":{"desk_job":1}}`,
	`{"answers":{"chronicity":"chronic"}}`, `{"answers":{"chronicity":["chronic"]}}`, `{"answers":{"chronicity":"none"}}`, `{"answers":{"chronicity":"\u0063hronic"}}`, `{"answers":{"chronicity":"chronic "}}`, `{"answers":{"chronicity":"chronicchronic"}}`,
	`{"answers":{"medicines":[]}}`, `{"answers":{"medicines":[ ]}}`, `{"answers":{"medicines":"none"}}`, `{"answers":{"medicines":["none"]}}`, `{"answers":{"medicines":["none","insulin"]}}`, `{"answers":{"medicines":["insulin","none"]}}`,
	`{"answers":{"medicines":["insulin","unsure"]}}`, `{"answers":{"medicines":["unsure","unsure"]}}`, `{"answers":{"medicines":"unsure"}}`, `{"answers":{"medicines":["insulin","insulin"]}}`, `{"answers":{"medicines":"insulin"}}`,
	`{"answers":{"medicines":["insulin",]}}`, `{"answers":{"medicines":[,"insulin"]}}`, `{"answers":{"medicines":["insulin" "steroid"]}}`, `{"answers":{"medicines":["insulin"],}}`, `{"answers":{"medicines":[["insulin"]]}}`, `{"answers":{"medicines":["none" , "none"]}}`,
	`{"answers":{"pain_area":[]}}`, `{"answers":{"pain_area":"none"}}`, `{"answers":{"pain_area":["unsure"]}}`, `{"answers":{"pain_area":"unsure"}}`, `{"answers":{"pain_area":["neck","whole_back"]}}`,
	`{"answers":{"notes":"warfarin"}}`, `{"answers":{"notes":"unsure"}}`, `{"answers":{"notes":""}}`, `{"answers":{"notes":" \u00a0 "}}`, `{"answers":{"notes":7}}`, `{"answers":{"notes":"a\tb"}}`, "{\"answers\":{\"notes\":\"a\tb\"}}", `{"answers":{"notes":"blood\nthinner\\"}}`,
	`{"answers":{"notes":"warfarin","medicines":[]}}`, `{"answers":{"medicines":["anticoagulant"],"notes":"warfarin"}}`,
	`{"age":41,"answers":{}}`, `{"answers":{},"extra":1}`, `{"answers":{"extra":1}}`, `{"answers":{"answers":{}}}`, `{"answers":{"id":"x"}}`, `{"id":{"a":[{}]},"answers":{}}`,
	"{\"answers\":{\"age\":41}}\r", "{ \"answers\" : { \"age\" : 41 } } \t", "{\n\"answers\":\n{}\n}", "{\"answers\"\v:{}}", "{\"answers\":{}\x00}", `{answers:{}}`, `{"answers":{'age':41}}`, `{"answers":{"age":41}//x` + "\n}",
}
