// Package batch evaluates intakes by the million: one result or one rejection for each
// record, in the order of the input, in constant memory.
//
// Workers take chunks of whole records from package records, read each record by package
// fastread, evaluate it and write the result; a sink writes what the workers made in the
// order of the chunks. What the fast path is not sure of goes to the strict parser, which
// alone rejects records. A journal beside the output says how far a run has come, so that
// another can go on from there.
package batch
