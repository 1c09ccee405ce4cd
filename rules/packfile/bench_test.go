package packfile

import (
	"os"
	"strings"
	"testing"
)

// usualRecord is an intake of the embedded pack with most questions answered.
const usualRecord = `{"id":"c-000001","date":"2026-03-26","answers":{"respondent":"patient","age":29,"visit":"follow_up",` +
	`"pregnancy":"recent_birth","nerve_signs":[],"onset_signs":[],"illness_signs":[],"trunk_signs":[],"head_neck_signs":[],` +
	`"limb_signs":[],"pain_area":["mid_back"],"chronicity":"subacute","pain_intensity":4,"pain_quality":[],"pain_change":[],` +
	`"tried_without_benefit":[],"sessions_done":25,"weeks_since_start":76,"baseline_pain":9,"reaction":"bruising",` +
	`"heart_blood":[],"bone_joint":[],"general_health":[],"medicines":[],"devices_surgery":[],"skin":["fragile","changing_mole"],` +
	`"allergies":[],"clinician_agreed":true,"today":[],"desk_job":false,"posture":"forward_head","activity":"vigorous",` +
	`"sleep":"good","pressure_preference":"no_preference","oil_preference":"oil","setting":"home",` +
	`"notes":"back has been stiff since we moved house and"}}`

// BenchmarkJSON reads single records, good ones and ones that are refused.
func BenchmarkJSON(b *testing.B) {
	p, problems := Parse(os.DirFS("../packs/backcare"))
	if problems.Errors() != nil {
		b.Fatal(problems)
	}
	for _, record := range []struct {
		name, old, new string
		good           bool
	}{
		{name: "usual", good: true},
		{"unknown key", `"age":`, `"wage":1,"age":`, false},
		{"37.0", `"age":29`, `"age":37.0`, false},
		{"escaped key", `"posture"`, `"pos\u0074ure"`, true},
	} {
		data := []byte(strings.Replace(usualRecord, record.old, record.new, 1))
		b.Run(record.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if r := ParseRecords(data, "", JSON, p); (r[0].Intake != nil) != record.good {
					b.Fatal(r[0].Problems)
				}
			}
		})
	}
}
