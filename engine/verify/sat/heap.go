package sat

// activityHeap holds variables, the one that took part in most of the latest conflicts first.
type activityHeap struct {
	heap     []int32
	place    []int32   // by variable: its place in the heap, plus one; 0 when it is not there
	activity []float64 // by variable
	step     float64   // what a conflict counts
}

const (
	activityDecay = 0.95
	activityMost  = 1e100
)

// decay makes conflicts so far count less.
func (h *activityHeap) decay() { h.step /= activityDecay }

// bump counts a conflict that a variable takes part in.
func (h *activityHeap) bump(v int32) {
	if h.activity[v] += h.step; h.activity[v] > activityMost {
		for i := range h.activity {
			h.activity[i] /= activityMost
		}
		h.step /= activityMost
	}
	if h.place[v] > 0 {
		h.up(int(h.place[v]) - 1)
	}
}

// push puts a variable into the heap unless it is there.
func (h *activityHeap) push(v int32) {
	for int(v) >= len(h.place) {
		h.place, h.activity = append(h.place, 0), append(h.activity, 0)
		h.step = max(h.step, 1)
	}
	if h.place[v] == 0 {
		h.heap = append(h.heap, v)
		h.up(len(h.heap) - 1)
	}
}

// clear takes all variables out.
func (h *activityHeap) clear() {
	for _, v := range h.heap {
		h.place[v] = 0
	}
	h.heap = h.heap[:0]
}

// pop takes the first variable out.
func (h *activityHeap) pop() int32 {
	first, last := h.heap[0], len(h.heap)-1
	h.place[first] = 0
	h.heap[0] = h.heap[last]
	if h.heap = h.heap[:last]; last > 0 {
		h.down(0)
	}
	return first
}

func (h *activityHeap) up(i int) {
	v := h.heap[i]
	for i > 0 && h.activity[h.heap[(i-1)/2]] < h.activity[v] {
		h.set(i, h.heap[(i-1)/2])
		i = (i - 1) / 2
	}
	h.set(i, v)
}

func (h *activityHeap) down(i int) {
	v := h.heap[i]
	for child := 2*i + 1; child < len(h.heap); child = 2*i + 1 {
		if child+1 < len(h.heap) && h.activity[h.heap[child+1]] > h.activity[h.heap[child]] {
			child++
		}
		if h.activity[h.heap[child]] <= h.activity[v] {
			break
		}
		h.set(i, h.heap[child])
		i = child
	}
	h.set(i, v)
}

func (h *activityHeap) set(i int, v int32) {
	h.heap[i], h.place[v] = v, int32(i+1)
}
