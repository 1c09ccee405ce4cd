// Package questionnaire holds the conversation that turns a pack's questions into an
// intake. It knows no terminal, no browser and no clinical meaning.
//
// A [Session] is the state of one conversation: which question is due, which answers
// apply, what is left, the way back, the review. It is handed two functions, [Logic],
// that say which questions apply and when an answer ends the conversation. Its draft holds
// the answers; what was only typed, ticked or suggested is [Unconfirmed] and counts for
// nothing until the person confirms it.
//
// An [Interview] leads a person through a session until they are done or its context is. It
// puts each question as a [Screen], in words, before an [Asker] and acts on the [Reply].
// [Plain] is the asker for pipes, screen readers and simple terminals: numbered lines in,
// numbered lines out. The asker with arrow keys is in internal/tui.
package questionnaire
