// Package timconnect is the fake of TIM Connect (push messages instead of SMS for the customers of a bank) and of the
// Kittn API on the same page. [API] describes it to the server, which makes one for each world and hands it every
// request under /timconnect.
//
// The page documents an SDK: the names, bodies, messages and rules here come from it ("timconnect-1.7.1" is the
// finished page of the same repository as the seed timconnect); paths, verbs and statuses are derived. T-… are the
// register ids of spec/PROVENANCE.md. It is not a push service: pushes and SMS go to the world's outbox, and if the
// switch pushGateway names a URL, pushes are sent there, too.
package timconnect
