package text

// Distance returns the least cost of making one list of another, of lengths n and m: 1 for an element more or less, and
// change(i, j) for the i-th of the first that becomes the j-th of the second (Levenshtein).
func Distance(n, m int, change func(i, j int) float64) float64 {
	row := make([]float64, m+1)
	for j := range row {
		row[j] = float64(j)
	}
	for i := range n {
		diagonal := row[0]
		row[0] = float64(i + 1)
		for j := range m {
			cost := diagonal + change(i, j)
			diagonal, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[m]
}

// Differ returns the cost of a change between elements of two lists: none if they are the same.
func Differ[T comparable](a, b []T) func(i, j int) float64 {
	return func(i, j int) float64 {
		if a[i] == b[j] {
			return 0
		}
		return 1
	}
}
