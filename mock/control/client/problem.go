package client

import "sparring/mock/problem"

// Problem is an error of the control API (RFC 9457).
type Problem = problem.Problem

// URN is what every problem's type begins with.
const URN = problem.URN

// The codes of problems: the part of a type behind URN.
const (
	MalformedJSON    = problem.MalformedJSON
	Unauthorized     = problem.Unauthorized
	ForeignOrigin    = problem.ForeignOrigin
	ForeignHost      = problem.ForeignHost
	UnknownPath      = problem.UnknownPath
	UnknownWorld     = problem.UnknownWorld
	UnknownAPI       = problem.UnknownAPI
	UnknownDocument  = problem.UnknownDocument
	UnknownEvent     = problem.UnknownEvent
	UnknownFault     = problem.UnknownFault
	UnknownEntry     = problem.UnknownEntry
	NoRecorder       = problem.NoRecorder
	NoAuthority      = problem.NoAuthority
	MethodNotAllowed = problem.MethodNotAllowed
	WorldTaken       = problem.WorldTaken
	WorldClosed      = problem.WorldClosed
	ImpossibleEvent  = problem.ImpossibleEvent
	BodyTooLarge     = problem.BodyTooLarge
	UnknownField     = problem.UnknownField
	BadValue         = problem.BadValue
	BadQuery         = problem.BadQuery
	BadSwitch        = problem.BadSwitch
	BadArgument      = problem.BadArgument
	BadClock         = problem.BadClock
	ClockPast        = problem.ClockPast
	BadState         = problem.BadState
	BadFault         = problem.BadFault
	BadRelease       = problem.BadRelease
	Internal         = problem.Internal
	NotReady         = problem.NotReady
	MachineLimit     = problem.MachineLimit
	Full             = problem.Full
)
