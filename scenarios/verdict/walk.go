package verdict

// Walk is what a walk through faults met: operations, kinds of fault, and moments.
type Walk struct {
	Moments []string // "once", "every"
	Kinds   []string
	Rows    []WalkRow
	Whole   int // cells of the space
	Pruned  int
	Walked  int
	Left    int
}

// WalkRow is an operation, with a list of moments for each kind of fault.
type WalkRow struct {
	Operation string
	Kinds     [][]WalkCell
}

// WalkCell is what came of an operation under a kind of fault at a moment.
type WalkCell struct {
	Title    string // "error, once: 3 passed, 1 failed"
	Outcome  string // the worst; "" if nothing was walked
	Sign     string // a letter for it
	Scenario int    // the smallest run that shows it, by its place in the report from 1 on; 0 if no run is shown
}
