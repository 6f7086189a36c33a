package mock

import (
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"github.com/VictoriaMetrics/metrics"

	"sparring/mock/journal"
	"sparring/spec"
)

// meters count what a server does, for /_sparring/metrics. A request costs two atomic additions; what can be asked for
// is asked when somebody reads.
type meters struct {
	set      *metrics.Set
	requests sync.Map // *spec.Operation, or the name of an API for requests without one → *outcomes
	latency  map[string]*metrics.PrometheusHistogram
	streams  atomic.Int64

	commits, failures, conflicts *metrics.Counter
}

// outcomes are the counters of one operation, each made when it is first needed.
type outcomes struct {
	api, operation string
	counters       [mostOutcomes]atomic.Pointer[metrics.Counter]
}

// The outcomes of a request: the class of its status, unless something else says more.
const (
	interim = iota
	status2xx
	status3xx
	status4xx
	status5xx
	unmatched
	faulted
	aborted
	mostOutcomes
)

var outcomeNames = [mostOutcomes]string{"1xx", "2xx", "3xx", "4xx", "5xx", "unmatched", "fault", "aborted"}

// latencyBounds are seconds.
func latencyBounds() []float64 {
	return []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5}
}

func newMeters(s *Server) *meters {
	metrics.ExposeMetadata(true)
	m := &meters{set: metrics.NewSet(), latency: map[string]*metrics.PrometheusHistogram{}}
	for _, a := range s.apis {
		m.latency[a.Name] = m.set.NewPrometheusHistogramExt(
			fmt.Sprintf(`sparring_response_seconds{api=%q}`, a.Name), latencyBounds())
	}
	gauge := func(name string, value func() int64) {
		m.set.NewGauge(name, func() float64 { return float64(value()) })
	}
	gauge("sparring_worlds", func() int64 {
		s.mu.RLock()
		defer s.mu.RUnlock()
		return int64(len(s.worlds))
	})
	gauge("sparring_journal_bytes", s.budget.Used)
	gauge("sparring_world_bytes", s.memory.Used)
	gauge("sparring_streams", m.streams.Load)
	gauge("sparring_stray_requests", func() int64 { return s.journal.Secrets().Newest() })
	if s.opts.Store != nil {
		m.commits = m.set.NewCounter("sparring_store_commits_total")
		m.failures = m.set.NewCounter("sparring_store_failures_total")
		m.conflicts = m.set.NewCounter("sparring_store_conflicts_total")
	}
	return m
}

// WriteMetrics writes all counters and gauges in the text format of Prometheus, those of the process last.
func (s controlled) WriteMetrics(w io.Writer) {
	s.meters.set.WritePrometheus(w)
	metrics.WriteProcessMetrics(w)
}

// request counts a request of a client that is over.
func (m *meters) request(x *exchange, e *journal.Record, state journal.State) {
	if x.outgoing {
		return
	}
	outcome := outcomeOf(e, state)
	api := x.fake.API().Name
	if outcome < unmatched && x.stream == nil {
		m.latency[api].Update(e.Duration.Seconds())
	}
	m.count(x.operation, api, outcome)
	m.found(api, e.Findings)
}

// count counts an outcome; op is nil if no operation was found.
func (m *meters) count(op *spec.Operation, api string, outcome int) {
	o := m.outcomes(op, api)
	c := o.counters[outcome].Load()
	if c == nil {
		c = m.set.GetOrCreateCounter(fmt.Sprintf(`sparring_requests_total{api=%q,operation=%q,outcome=%q}`, o.api,
			o.operation, outcomeNames[outcome]))
		o.counters[outcome].Store(c)
	}
	c.Inc()
}

// outcomes returns the counters of an operation, or those of requests of an API without one.
func (m *meters) outcomes(op *spec.Operation, api string) *outcomes {
	if op == nil {
		o, _ := m.requests.LoadOrStore(api, &outcomes{api: api})
		return o.(*outcomes)
	}
	o, ok := m.requests.Load(op)
	if !ok {
		o, _ = m.requests.LoadOrStore(op, &outcomes{api: api, operation: op.ID})
	}
	return o.(*outcomes)
}

// outcomeOf returns the outcome of an entry that is being closed.
func outcomeOf(e *journal.Record, state journal.State) int {
	switch {
	case state == journal.Aborted:
		return aborted
	case len(e.Faults) > 0:
		return faulted
	case e.Unmatched:
		return unmatched
	case e.Response != nil && e.Response.Status >= 100 && e.Response.Status < 600:
		return e.Response.Status/100 - 1
	}
	return aborted
}

// found counts findings: those of the fakes when the request is over, those of the contract when an entry is judged,
// which is when somebody first reads it. The judge of captured files has no meters.
func (m *meters) found(api string, findings []journal.Finding) {
	if m == nil {
		return
	}
	for i := range findings {
		f := &findings[i]
		m.set.GetOrCreateCounter(fmt.Sprintf(`sparring_findings_total{api=%q,code=%q,kind=%q}`, api, f.Code,
			string(f.Kind))).Inc()
	}
}

// conflict counts a change that another server was faster than, and that is made again.
func (m *meters) conflict() { m.conflicts.Inc() }

// stored counts a commit.
func (m *meters) stored(err error) {
	if err != nil {
		m.failures.Inc()
	} else {
		m.commits.Inc()
	}
}
