// Package packfile reads and writes what package rules describes: packs, intakes and test
// cases in YAML and JSON.
//
// [Parse] reads the folder of a pack and reports every problem at once, each with its place.
// [ParseIntakes] decodes YAML or JSON against a pack's questions and complains in the same
// way, [ParseCell] does so for a cell of a table, and [WriteIntake] writes what they read.
// [ParseCases] reads the tests of a pack, [Translate] its texts in another language.
//
// Reading has three layers. A file becomes nodes, values that remember where they stand:
// node.go, yaml.go and json.go. Keys, scalars and ids are read from nodes, and what is wrong
// with one is worded: fields.go, symbols.go and answers.go. What belongs where stands in a
// file for each part of a pack: header.go, questions.go, conditions.go and so on, all called
// from pack.go. Every message has a case in testdata/bad that shows it.
//
// It is the only package that reads YAML.
package packfile
