package timconnect

import "sparring/mock/limit"

// The tables that grow.
const (
	keptDevices  = "devices"
	keptCodes    = "codes"
	keptMessages = "messages"
	keptCalls    = "calls"
	keptKeys     = "keys"
	keptKittens  = "kittens"
)

func bounds() []limit.Bound {
	return []limit.Bound{
		{Name: keptDevices, Limit: 16 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten,
			Doc: "registered devices with their sessions and one-time passwords"},
		{Name: keptCodes, Limit: 2 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten, Doc: "pending activation codes"},
		{Name: keptMessages, Limit: 32 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten,
			Doc: "messages, queued and archived"},
		{Name: keptCalls, Limit: 4 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten, Doc: "calls"},
		{Name: keptKeys, Limit: 1 << 20, Unit: limit.Bytes, Beyond: limit.Refused, Doc: "API keys, made by events"},
		{Name: keptKittens, Limit: 4 << 20, Unit: limit.Bytes, Beyond: limit.Refused, Doc: "kittens, made by events"},
	}
}
