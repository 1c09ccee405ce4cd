// Package packfile reads and writes what package rules describes: packs, intakes and test
// cases in YAML and JSON.
//
// [Parse] reads the folder of a pack and reports every problem at once, each with its place.
// [ParseIntakes] decodes YAML or JSON against a pack's questions and complains in the same
// way, [ParseCell] does so for a cell of a table, and [WriteIntake] writes what they read.
//
// Reading has three steps, each in files of its own: node_yaml.go and node_json.go turn a
// file into nodes, values that remember where they stand; record.go and names.go read
// keys, scalars and ids from nodes and word what is wrong; the files parse_*.go say what
// belongs where. Every message has a case in testdata/bad that shows it.
//
// It is the only package that reads YAML.
package packfile
