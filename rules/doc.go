// Package rules is the language knead speaks: packs, their questions, and intakes.
//
// A [Pack] is a folder of YAML written by clinicians. It holds questions, therapies,
// schedules, care items, sources and rules; a [Rule] ties a [Condition] over answers to
// an [Effect]. [ParsePack] reads a folder strictly and reports every problem at once as
// [Problems]; a pack without problems is complete and consistent, so nothing that
// uses it later needs to check it again.
//
// An [Intake] is one person's answers on one day. [ParseIntakes] decodes YAML or JSON
// against a pack's questions and complains in the same way, [ParseCell] does so for a cell
// of a table, and [WriteIntake] writes what they read.
//
// Reading has three steps, each in files of its own: node_yaml.go and node_json.go turn a
// file into nodes, values that remember where they stand; record.go and names.go read
// keys, scalars and ids from nodes and word what is wrong; the files parse_*.go say what
// belongs where. Every message has a case in testdata/bad that shows it.
//
// Packs refer to their own parts by position: a question is its index in
// Pack.Questions, a therapy its index in Pack.Therapies. Sets of options, therapies,
// tags and areas are bit sets of those positions, so each is limited to 64.
//
// What answers mean for a person is decided in package engine; this package only says
// what can be asked, answered and written down. It is the only one that reads YAML.
package rules
