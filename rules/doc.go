// Package rules holds the language that knead speaks: packs, their questions, and intakes.
//
// A [Pack] is written by clinicians. It holds questions, therapies, schedules, care items,
// sources and rules; a [Rule] ties a [Condition] over answers to an [Effect]. An [Intake] is
// one person's answers on one day. Package packfile reads both from files, strictly: what it
// returns is complete and consistent, so nothing that uses it needs to check it again. What
// is wrong with a file is told as [Problems], each with its place.
//
// Packs refer to their own parts by position: a question is its index in
// Pack.Questions, a therapy its index in Pack.Therapies. Sets of options, therapies,
// tags and areas are bit sets of those positions, so each is limited to 64.
//
// What answers mean for a person is decided in package engine; this package only says
// what can be asked, answered and written down.
package rules
