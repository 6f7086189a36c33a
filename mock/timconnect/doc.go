// Package timconnect is the fake of TIM Connect (push messages instead of SMS for the customers of a bank) and of the
// Kittn API that stands in the same page. [API] describes it; mock makes one per world and hands it every request under
// /timconnect.
//
// The page documents an SDK: the names, bodies, messages and rules here come from it ("timconnect-1.7.1" is the
// finished page of the same repository as the seed timconnect); paths, verbs and statuses are derived. T-… are the
// register ids of spec/PROVENANCE.md. It is not a push service: pushes and SMS land in the world's outbox, and where
// the switch pushGateway names a URL, pushes go out as calls, too.
package timconnect
