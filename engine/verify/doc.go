// Package verify answers questions about all possible intakes of a pack at once: whether an
// invariant holds for everybody, which rules can never fire, where two packs differ.
//
// [Prove] decides the invariants of a pack, [Audit] the properties that every pack should
// have. [Diff] lists the changes from one pack to another, [Equivalent] only says whether
// there are any, and [Comparer] lists those for one person. [Examples] finds people for
// conditions. What may take long takes a context; no goroutine outlives a call.
//
// A model translates a pack into a circuit of and-gates over the possible answers of its
// questions: one input for each option, unsure and blank included, with applicability,
// derived numbers and the three ways of looking at conditions that package engine
// describes. A question about all intakes becomes a node of the circuit; a SAT solver
// looks for answers that make it true.
//
// No verdict rests on the solver alone. Answers it finds are replayed by the evaluator of
// package engine. Where it finds none, the evaluator tries every answer of a projection of
// the pack that implies the property, or, when that is too large, a checker of our own
// goes through the solver's certificate.
package verify
