package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sparring/mock"
	"sparring/mock/clock"
	"sparring/mock/control/client"
	"sparring/mock/problem"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
	"sparring/scenarios/watch"
	"sparring/scenarios/watch/provider"
)

// providerFlags are the flags of provider.
type providerFlags struct {
	url, version, method string
	known, unknown       texts
	timeout              time.Duration
	secure               secureFlags
	reports              reportFiles
	require              []string
	knownFailing         []string // files
	strict               bool
	given                []*pflag.Flag
}

// texts is a repeatable flag whose values may have commas: a variable of the environment is one value.
type texts []string

// Set adds a value.
func (t *texts) Set(text string) error { *t = append(*t, text); return nil }

// String is empty: values are secrets.
func (*texts) String() string { return "" }

// Type is that of a value.
func (*texts) Type() string { return "token" }

func newProviderCommand() *cobra.Command {
	f := &providerFlags{}
	cmd := &cobra.Command{
		Use:   "provider --url URL --token TOKEN --unknown-token TOKEN",
		Short: "Judge your own iQChannels auth service: what would the chat server do with its responses?",
		Long: paragraphs(`
Ask an auth service for client cards as the iQChannels chat server does, by GET and by POST, and judge its responses by
the vendor's page Auth API. --token is one that the service knows, --unknown-token one that it does not. Beside them,
tokens are looked up that nobody has: with slashes, spaces, Cyrillic letters, of 8 kB; and many at a time.

The fake of "sparring serve" plays the chat server, too, for your own tests: set the switch iqchannels.authService.
The page docs/auth-service.md shows both.

Exit codes: 0 good; 1 a demand of the vendor was broken; 2 bad usage, or the service cannot be reached; 3 no response
was seen; 130 interrupted.`),
		Example: paragraphs(`
  sparring provider --url http://127.0.0.1:9000 --token anna --unknown-token nobody
  sparring provider --url https://bank.example --version 1.2 --token "$TOKEN" --unknown-token x --junit report.xml`),
		Args: func(cmd *cobra.Command, args []string) error { // before the environment is read
			cmd.Flags().Visit(func(flag *pflag.Flag) { f.given = append(f.given, flag) })
			return arguments(&cobra.Command{Use: "provider"}, args)
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.url, "url", "", "the service: its root, or its URL up to /rest/chat/client/id/")
	flags.Var(&f.known, "token", "a token that the service knows (repeatable)")
	flags.Var(&f.unknown, "unknown-token", "a token that the service does not know (repeatable)")
	flags.StringVar(&f.version, "version", "1.3", "version of the vendor's page: 1.0, 1.1, 1.2 or 1.3")
	flags.StringVar(&f.method, "method", "both", "how the service is asked: get, post or both; before 1.3 there is "+
		"get only")
	flags.DurationVar(&f.timeout, "timeout", 5*time.Second, "time that the service has for a response")
	flags.StringVar(&f.secure.upstreamAuthority, "upstream-ca", "",
		"file of certificates (PEM) to trust, beside those of the machine, when the service is called")
	flags.StringSliceVar(&f.require, "require", nil,
		"an outcome that must be exercised, such as provider.field.companyList.id (repeatable)")
	flags.StringArrayVar(&f.knownFailing, "known-failing", nil,
		"file of outcomes that are known to fail, one a line (repeatable)")
	flags.BoolVar(&f.strict, "strict", false, "count warned as failed")
	f.reports = newReports(flags)
	return cmd
}

// options turns the flags into options. Errors name the flag.
func (f *providerFlags) options(cmd *cobra.Command) (o provider.Options, err error) {
	o = provider.Options{URL: f.url, Known: f.known, Unknown: f.unknown, Version: f.version, Timeout: f.timeout}
	switch {
	case f.url == "":
		return o, errors.New("--url is missing; expected the address of the auth service, such as " +
			"http://127.0.0.1:9000")
	case len(f.known) == 0:
		return o, errors.New("--token is missing; expected a token that the service knows")
	case len(f.unknown) == 0:
		return o, errors.New("--unknown-token is missing; expected a token that the service does not know")
	}
	if err := httpURL("--url", f.url); err != nil {
		return o, err
	}
	if u, err := url.Parse(f.url); err != nil || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return o, errors.New(
			"--url: expected a URL without a user, ? and #: the chat server sends nothing but the token",
		)
	}
	switch f.method {
	case "both":
		if o.Methods = []string{provider.Get, provider.Post}; !cmd.Flags().Changed("method") && f.version != "1.3" {
			o.Methods = o.Methods[:1]
		}
	case provider.Get, provider.Post:
		o.Methods = []string{f.method}
	default:
		return o, fmt.Errorf("--method %q: expected get, post or both", f.method)
	}
	return o, o.Check()
}

// demands refuses names of outcomes that do not exist.
func (f *providerFlags) demands(cmd *cobra.Command, o *provider.Options) (watch.Options, error) {
	out := watch.Options{Require: f.require, Strict: f.strict, Again: "sparring provider …"}
	known, err := provider.Outcomes(o)
	if err != nil {
		return out, err
	}
	if out.KnownFailing, err = knownFailing(cmd, f.knownFailing); err != nil {
		return out, err
	}
	for flag, ids := range map[string][]string{"--require": out.Require, "--known-failing": out.KnownFailing} {
		for _, id := range ids {
			if !slices.Contains(known, id) {
				return out, fmt.Errorf("%s: %s", flag, problem.Unknown(problem.BadValue, "outcome", id, known).Detail)
			}
		}
	}
	return out, nil
}

func (f *providerFlags) run(cmd *cobra.Command) error {
	o, err := f.options(cmd)
	if err != nil {
		return err
	}
	demands, err := f.demands(cmd, &o)
	if err != nil {
		return err
	}
	if err := f.reports.check(f.given); err != nil {
		return err
	}
	text := cmd.OutOrStdout()
	files, err := f.reports.open(text)
	if err != nil {
		return err
	}
	if files.takeStandardOutput() {
		text = cmd.ErrOrStderr() // standard output has the report and nothing else
	}
	pool, err := f.secure.trusted()
	if err != nil {
		return err
	}
	if err := reach(cmd.Context(), o.URL, pool); err != nil {
		return fmt.Errorf("--url %s: %w", o.URL, err)
	}
	began := clock.Wire()
	result, err := judgeProvider(cmd.Context(), o, pool)
	if cmd.Context().Err() != nil {
		return &exitError{code: verdict.ExitInterrupted, err: errors.New("interrupted before anything was judged")}
	}
	if err != nil {
		return err
	}
	r := &verdict.Report{
		Version: mock.Version, Server: "in process", Started: began.UTC(), Scenarios: result.Scenarios(),
		DurationMS: float64(clock.Wire().Sub(began)) / float64(time.Millisecond),
		Traffic:    &verdict.Traffic{By: "provider"},
		Judged: fmt.Sprintf(
			"the auth service %s, version %s by %s",
			o.URL,
			o.Version,
			strings.Join(o.Methods, " and "),
		),
	}
	watch.Judge(demands, r, nil)
	r.Traffic.Exchanges = result.Responses()
	r.Finish(f.strict)
	for _, s := range result.Steps {
		fmt.Fprintf(text, "%-4s %s\n     %s\n", s.Keyword, s.Text, s.Said)
	}
	fmt.Fprintln(text)
	report.WriteTraffic(text, r)
	if err := files.finish(r); err != nil {
		return err
	}
	if r.ExitCode != verdict.ExitGood {
		return &exitError{code: r.ExitCode}
	}
	return nil
}

// judgeProvider lets the fake of a server in this process ask the service.
func judgeProvider(ctx context.Context, o provider.Options, trusted *x509.CertPool) (*provider.Result, error) {
	server, err := mock.New(mock.Options{UpstreamCA: trusted, ServerLog: log.New(io.Discard, "", 0)})
	if err != nil {
		return nil, err
	}
	defer server.Close()
	address, err := server.Listen("127.0.0.1:0", nil)
	if err != nil {
		return nil, err
	}
	return provider.Judge(ctx, client.New("http://"+address), o)
}
