// Package batch evaluates intakes by the million: one result or one rejection for each
// record, in the order of the input, in constant memory.
//
// A record of JSON goes through up to three readers. The [scanner] takes it straight to
// the facts of the engine when it is spelled like the records before; it goes more slowly,
// word by word, when it is not; and what it is not sure of goes to the judge, which builds
// the whole tree, and which alone refuses records and words the complaints. Results are
// assembled from pieces of JSON that were encoded once.
package batch
