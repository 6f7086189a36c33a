package problem

import "net/http"

// The codes of problems.
const (
	MalformedJSON    = "malformed-json"
	BadFaultHeader   = "bad-fault-header"
	Unauthorized     = "unauthorized"
	ForeignOrigin    = "foreign-origin"
	ForeignHost      = "foreign-host"
	UnknownPath      = "unknown-path"
	UnknownWorld     = "unknown-world"
	UnknownAPI       = "unknown-api"
	UnknownDocument  = "unknown-document"
	UnknownEvent     = "unknown-event"
	UnknownFault     = "unknown-fault"
	UnknownEntry     = "unknown-entry"
	UnknownHost      = "unknown-host"
	NoAuthority      = "no-authority"
	NoJudge          = "no-judge"
	NoRecorder       = "no-recorder"
	MethodNotAllowed = "method-not-allowed"
	BodyIncomplete   = "body-incomplete"
	WorldTaken       = "world-taken"
	WorldClosed      = "world-closed"
	ImpossibleEvent  = "impossible-event"
	BodyTooLarge     = "body-too-large"
	Misdirected      = "misdirected"
	UnknownField     = "unknown-field"
	BadValue         = "bad-value"
	BadQuery         = "bad-query"
	BadSwitch        = "bad-switch"
	BadArgument      = "bad-argument"
	BadClock         = "bad-clock"
	ClockPast        = "clock-past"
	BadState         = "bad-state"
	BadFault         = "bad-fault"
	BadRelease       = "bad-release"
	Internal         = "internal"
	Panic            = "panic"
	NotAProxy        = "not-a-proxy"
	Busy             = "busy"
	NotReady         = "not-ready"
	Upstream         = "upstream"
	UpstreamTimeout  = "upstream-timeout"
	Late             = "late"
	MachineLimit     = "machine-limit"
	HTTPVersion      = "http-version-not-supported"
	Full             = "full"
	Store            = "store"
)

const (
	apis      = "GET /_sparring/v1/apis"
	describes = "GET /_sparring/v1/documents/control.json describes every path, parameter and body"
	ours      = "this is a bug of Sparring, not of the caller"
)

// kinds are all kinds, in order of status. A hint names paths with real values only; if it depends on the call, the
// caller of New adds it.
var kinds = []Kind{
	{MalformedJSON, http.StatusBadRequest, "Malformed JSON", "send one JSON object", true},
	{
		BadFaultHeader, http.StatusBadRequest, "The header asks for a fault that does not exist",
		apis + " lists codes and kinds of faults", false,
	},
	{
		Unauthorized, http.StatusUnauthorized, "Control token required",
		"send Authorization: Bearer and the token that the server was started with (--control-token)", true,
	},
	{ForeignOrigin, http.StatusForbidden, "Foreign origin", "only pages of this server itself may drive it", true},
	{
		ForeignHost, http.StatusForbidden, "Foreign host",
		"address the server as localhost or 127.0.0.1, or by its public URL", true,
	},
	{
		UnknownPath, http.StatusNotFound, "Unknown path",
		"GET /_sparring/v1/documents/control.json names the paths", true,
	},
	{UnknownWorld, http.StatusNotFound, "Unknown world", "GET /_sparring/v1/worlds lists them, POST makes one", true},
	{UnknownAPI, http.StatusNotFound, "Unknown API", apis + " lists them", true},
	{UnknownDocument, http.StatusNotFound, "Unknown document", apis + " names the documents of each API", true},
	{UnknownEvent, http.StatusNotFound, "Unknown event", apis + " lists events and their arguments", true},
	{UnknownFault, http.StatusNotFound, "Unknown fault rule", describes, true},
	{UnknownEntry, http.StatusNotFound, "Unknown entry", describes, true},
	{
		UnknownHost, http.StatusNotFound, "Unknown host",
		"a host below localhost names an API and a world, such as bonder.default.localhost;" +
			" a name of your own is made known by --public-url", false,
	},
	{
		NoAuthority, http.StatusNotFound, "No certificate authority",
		"serve --tls makes one; a server without --tls has no certificate, and with --tls-cert the authority is the " +
			"one that signed that certificate",
		true,
	},
	{MethodNotAllowed, http.StatusMethodNotAllowed, "Method not allowed", "use one of the methods in Allow", true},
	{
		BodyIncomplete, http.StatusRequestTimeout, "The body never came whole",
		"send as many bytes as Content-Length says", false,
	},
	{
		WorldTaken, http.StatusConflict, "World id taken",
		"choose another id, leave it out, or delete that world first", true,
	},
	{WorldClosed, http.StatusConflict, "World closed", "read its journal, then delete it and make another", true},
	{ImpossibleEvent, http.StatusConflict, "Impossible in this state", "nothing has changed", true},
	{BodyTooLarge, http.StatusRequestEntityTooLarge, "Body too large", "send a smaller body", true},
	{
		Misdirected, http.StatusMisdirectedRequest, "Not a proxy",
		"this server is the API itself: configure its address as the client's base URL, not as its proxy", false,
	},
	{UnknownField, http.StatusUnprocessableEntity, "Unknown field", describes, true},
	{BadValue, http.StatusUnprocessableEntity, "A value does not fit", describes, true},
	{BadQuery, http.StatusUnprocessableEntity, "A query parameter does not fit", describes, true},
	{
		BadSwitch, http.StatusUnprocessableEntity, "A switch does not fit",
		apis + " lists switches and their values", true,
	},
	{
		BadArgument, http.StatusUnprocessableEntity, "An argument does not fit",
		apis + " lists events and their arguments", true,
	},
	{
		BadClock, http.StatusUnprocessableEntity, "The clock's setting does not fit",
		`a clock is "frozen", "running" or {"mode","scale"}; a duration is like "1h30m", ` +
			`a time like "2030-01-01T00:00:00Z"`,
		true,
	},
	{
		ClockPast, http.StatusUnprocessableEntity, "World time never goes back",
		"make another world for an earlier time: POST /_sparring/v1/worlds with at", true,
	},
	{
		BadState, http.StatusUnprocessableEntity, "The facts do not fit",
		"GET the state first: what it returns can be planted", true,
	},
	{
		BadFault, http.StatusUnprocessableEntity, "The fault rule does not fit",
		apis + " lists operations, codes, and kinds of faults with their parameters", true,
	},
	{
		BadRelease, http.StatusUnprocessableEntity, "The release does not fit",
		"GET the rule: waiting names the entries that are held", true,
	},
	{Internal, http.StatusInternalServerError, "Mistake of this server", ours, true},
	{
		Panic, http.StatusInternalServerError, "The fake panicked",
		"this is a defect of Sparring: see the journal entry", false,
	},
	{
		NotAProxy, http.StatusNotImplemented, "Not a proxy",
		"this server is the API itself: configure its address as the client's base URL, not as its proxy", false,
	},
	{
		NoRecorder, http.StatusNotImplemented, "No recorder", "sparring serve and sparring watch do", true,
	},
	{
		NoJudge, http.StatusNotImplemented, "No judge", "sparring serve and sparring watch do", true,
	},
	{
		Upstream, http.StatusBadGateway, "The real server gave no response that could be passed on",
		"is the address of --to right, and does the server run?", false,
	},
	{Busy, http.StatusServiceUnavailable, "Too many large bodies at a time", "send it again in a moment", false},
	{
		Store, http.StatusServiceUnavailable, "The store takes no changes",
		"nothing was handled; the server tries again with each request: look at its log, and at what --store names",
		false,
	},
	{NotReady, http.StatusServiceUnavailable, "The server is stopping", "start it again", true},
	{
		Late, http.StatusServiceUnavailable, "The world was closed before this request",
		"make another world; this one's journal can be read until it is deleted", false,
	},
	{
		MachineLimit, http.StatusServiceUnavailable, "A limit of the machine is reached",
		"raise the limit, or delete worlds that have ports of their own: DELETE /_sparring/v1/worlds/ and the id", true,
	},
	{
		UpstreamTimeout, http.StatusGatewayTimeout, "The real server took too long",
		"give it more time by --upstream-timeout", false,
	},
	{HTTPVersion, http.StatusHTTPVersionNotSupported, "HTTP version not supported", "send HTTP/1.1", false},
	{
		Full, http.StatusInsufficientStorage, "No room",
		"delete worlds that are done: DELETE /_sparring/v1/worlds/ and the id", true,
	},
}
