package scenarios

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/scenarios/catalogue"
	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/verdict"
)

// prepare reads and selects; nothing runs yet.
func prepare(o *Options) (*runner, []*testCase, error) {
	o.complete()
	tags, err := expressions(o.Tags)
	if err != nil {
		return nil, nil, err
	}
	files, err := load(o.Features, sentences())
	if err != nil {
		return nil, nil, err
	}
	if err := tagged(files, tags); err != nil {
		return nil, nil, err
	}
	s := &runner{
		words:   sentences(),
		cases:   map[string]*testCase{},
		results: map[*testCase]*verdict.Scenario{},
		first:   make(chan *opened, 1),
	}
	for _, f := range files {
		for _, c := range f.cases {
			if c.api == "" {
				c.api = c.apiIn(s.words)
			}
		}
	}
	if s.known, err = known(o.KnownFailing, files); err != nil {
		return nil, nil, err
	}
	chosen, err := s.choose(files, tags, o)
	if err != nil {
		return nil, nil, err
	}
	if err := undefined(chosen, s.words); err != nil {
		return nil, nil, err
	}
	s.Options = *o
	s.run = fmt.Sprintf("%08x", hash(drawn()))
	return s, chosen, nil
}

// connect reaches the server, or starts one.
func (s *runner) connect(ctx context.Context) (func(), error) {
	end := func() {}
	base := s.Server
	// enough connections for all jobs
	var transport http.RoundTripper = &http.Transport{
		MaxIdleConnsPerHost: 2*s.Jobs + 2, DisableCompression: true, TLSClientConfig: s.TLS,
	}
	if base == "" {
		server, err := mock.New(mock.Options{ControlToken: s.ControlToken})
		if err != nil {
			return nil, fmt.Errorf("start the server: %w", err)
		}
		address, err := server.Listen("127.0.0.1:0", nil)
		if err != nil {
			_ = server.Close()
			return nil, fmt.Errorf("start the server: %w", err)
		}
		base, transport = "http://"+address, inside{server}
		end = func() { _ = server.Close() }
	}
	web := &http.Client{Transport: transport, Timeout: 30 * time.Second} // longer than any wait
	s.control = &client.Client{Base: base, Token: s.ControlToken, HTTP: web}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	world, err := s.control.World(ctx, mock.DefaultWorld) // checks that the server answers and accepts the token
	if err == nil {
		err = s.learn(ctx, world)
	}
	if err != nil {
		end()
		return nil, &Usage{Message: fmt.Sprintf("--server %s: %v", base, unwrapped(err)), Err: err}
	}
	s.reachDirectly(base, world)
	if s.ReuseClient {
		s.Client = driver.Reuse(s.Client)
	}
	if err := s.reads(ctx, world); err != nil {
		end()
		return nil, err
	}
	return func() {
		s.control.HTTP.CloseIdleConnections()
		end()
	}, nil
}

// learn reads what the server fakes.
func (s *runner) learn(ctx context.Context, world client.World) error {
	apis, err := s.control.APIs(ctx)
	if err != nil {
		return err
	}
	s.catalogue, s.switches = catalogue.Catalogue{}, client.Switches{}
	s.documents = map[string]map[string]any{}
	for _, api := range apis {
		s.switches[api.Name] = map[string]any{}
		for _, sw := range api.Switches {
			s.switches[api.Name][sw.Name] = sw.Default
		}
		s.catalogue[api.Name] = catalogue.Faked{
			API:         api,
			Credentials: slices.Sorted(maps.Keys(world.Credentials[api.Name])),
			Document:    s.document,
		}
	}
	return nil
}

// document returns a document of the server, asked for once.
func (s *runner) document(name string) (map[string]any, error) {
	s.asking.Lock()
	defer s.asking.Unlock()
	if document, known := s.documents[name]; known {
		return document, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	data, err := s.control.Document(ctx, name)
	if err != nil {
		return nil, err
	}
	document, err := feature.Object(data)
	if err == nil {
		s.documents[name] = document
	}
	return document, err
}
