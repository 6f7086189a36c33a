package client

import "sparring/mock/control/wire"

// Prefix is the path of the control API.
const Prefix = wire.Prefix

// Modes of a clock.
const (
	FrozenMode  = wire.FrozenMode
	RunningMode = wire.RunningMode
)

// Why a server is not ready.
const (
	Ending    = wire.Ending
	StoreDown = wire.StoreDown
)

// API and the names below it are the types of the control API, described in package wire.
type (
	API           = wire.API
	APIs          = wire.APIs
	Clock         = wire.Clock
	ClockChange   = wire.ClockChange
	ClockSetting  = wire.ClockSetting
	Duration      = wire.Duration
	Conduct       = wire.Conduct
	ErrorCode     = wire.ErrorCode
	Event         = wire.Event
	EventArg      = wire.EventArg
	EventInfo     = wire.EventInfo
	EventResult   = wire.EventResult
	FaultRequest  = wire.FaultRequest
	FaultRule     = wire.FaultRule
	Faults        = wire.Faults
	ForkRequest   = wire.ForkRequest
	Health        = wire.Health
	Marks         = wire.Marks
	Message       = wire.Message
	Operation     = wire.Operation
	Outbox        = wire.Outbox
	Release       = wire.Release
	Released      = wire.Released
	Summary       = wire.Summary
	Switches      = wire.Switches
	Values        = wire.Values
	World         = wire.World
	WorldChange   = wire.WorldChange
	RecordRequest = wire.RecordRequest
	Recorded      = wire.Recorded
	LeftOut       = wire.LeftOut
	WorldRequest  = wire.WorldRequest
	Worlds        = wire.Worlds

	ConductCoverage  = wire.ConductCoverage
	ConductOutcome   = wire.ConductOutcome
	CoveredOperation = wire.CoveredOperation
	MetOutcome       = wire.MetOutcome
)

// Frozen returns a clock that moves only by calls.
func Frozen() *ClockSetting { return &ClockSetting{Mode: FrozenMode} }

// Running returns a clock that runs at a scale; 0 means 1.
func Running(scale float64) *ClockSetting { return &ClockSetting{Mode: RunningMode, Scale: scale} }
