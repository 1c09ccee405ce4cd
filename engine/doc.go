// Package engine says what an intake means: it turns a pack's rules into a [Program] and
// evaluates intakes with it.
//
// [Compile] is done once; the [Program] is immutable and safe for concurrent use.
// [Program.Eval] takes one intake to a [Result] in words and cannot fail.
// [Program.Decide] does the same in indices into the pack, without words, for callers that
// evaluate millions.
//
// # Meaning
//
// Conditions are three-valued in the sense of Kleene ([Truth]): "all" is as true as the least
// true of its parts, "any" as the greatest, "not" turns true and false around and leaves
// unknown. An atom, or an atom below an odd number of "not", is a literal; once negation is
// pushed down to the literals, every condition is monotone in them. So it can be looked at in
// the three ways of [rules.View], each of which says when a literal holds:
//
//   - [rules.Surely]: it is true. Suggestions, wishes, care and dispositions.
//   - [rules.Possibly]: no answer that was given rules it out; unsure and unanswered rule
//     nothing out. Exclusions, caps, areas to avoid, cautions and schedules.
//   - [rules.Perhaps], for dispositions only: like possibly, except that a literal on a
//     required question left blank does not hold, so that nobody is sent to hospital for a
//     blank. A disposition whose condition is perhaps but not surely true gives its if_unsure.
//
// A question that does not apply makes every atom on it false. The most cautious
// disposition wins; the comment on [Program.DecideFacts] gives the other combinations.
//
// # One meaning, two evaluators
//
// The interpreter (interpret.go) folds conditions and is the plain statement of the meaning; it
// serves traces and explanations. The tables (table.go) hold rows of bits for the answers to
// a question; the AND of the rows of all answers leaves the terms that hold. Tests hold both
// to an independent evaluator on random packs and intakes.
package engine
