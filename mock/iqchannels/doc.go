// Package iqchannels is the fake of iQChannels in both roles: the auth service that gives a client's card for a token
// (wiki page "Auth API", versions 1.0 to 1.3), and the chat server that SDKs and widgets speak to.
//
// The two meet in integration_auth: the chat server asks the auth service, its own or a foreign one (switch
// authService), stores the card and makes a session. One way to use it: [API] describes the fake, its New makes one for
// a
// world, and the chain calls Handle. It is not a chat for people: operators act only through events.
package iqchannels
