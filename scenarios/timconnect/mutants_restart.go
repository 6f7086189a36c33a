package timconnect

import "sparring/scenarios/reference"

// restartMutants get wrong what outlives the application.
func restartMutants() []patch {
	loses := func(change func(s *reference.Store, name string, i *installed)) func(p *policies) {
		return func(p *policies) {
			p.keeps = func(s *reference.Store, name string, i installed) {
				change(s, name, &i)
				s.Put(name, i)
			}
		}
	}
	return []patch{
		{
			Name: "timconnect-forgets-its-registration", Doc: "Password and session end with the process",
			Apply: loses(func(_ *reference.Store, _ string, i *installed) {
				i.Phone, i.Credentials, i.Session = "", "", ""
			}),
			Trips: reference.Trips("client.success", "a device is still registered after*"),
		},
		{
			Name: "timconnect-forgets-its-feed", Doc: "The messages of the feed end with the process",
			Apply: loses(func(_ *reference.Store, _ string, i *installed) { i.Messages, i.Known = nil, nil }),
			Trips: reference.Trips("timconnect.told", "stored messages are in the feed after*"),
		},
		{
			Name: "timconnect-forgets-what-it-told", Doc: "After a start the caller is told of messages again",
			Apply: loses(func(_ *reference.Store, _ string, i *installed) { i.Known = nil }),
			Trips: reference.Trips("client.received", "a message whose report failed does not reach the caller again*"),
		},
		{
			Name: "timconnect-keeps-its-first-password",
			Doc:  "A start goes on with the password of the first registration",
			Apply: loses(func(s *reference.Store, name string, i *installed) {
				var first installed
				if s.Get(name, &first); first.Credentials != "" {
					i.Credentials, i.Session = first.Credentials, first.Session
				}
			}),
			Trips: reference.Trips("client.success", "the password of the last registration is used*"),
		},
		{
			Name: "timconnect-remembers-a-removed-device", Doc: "A start goes on with the session of a removed device",
			Apply: loses(func(s *reference.Store, name string, i *installed) {
				if i.Credentials == "" {
					s.Get(name, i)
				}
			}),
			Trips: reference.Trips("journal.count", "a removed device sends no requests after a restart"),
		},
		{
			Name: "timconnect-reports-before-it-stores", Doc: "Messages are reported before they are stored",
			Apply: func(p *policies) {
				p.reportsAt = func(m moment) bool { return m == beforeStoring || m == afterStoring }
			},
			Trips: reference.Trips("timconnect.told", "a message is stored before it is reported"),
		},
	}
}
