package frontier

import "slices"

// droppedRows is a set of rows of the dataset, in pages of 65,536. A page is a
// sorted list while that is shorter than a bit for each of its rows.
type droppedRows struct{ pages map[int64]*droppedPage }

type droppedPage struct {
	list []uint16
	bits []uint64
}

const (
	droppedPageRows = 1 << 16
	// maxListed rows take as much in a list as a bit for each row of the page.
	maxListed = droppedPageRows / 16
)

// add adds rows that follow one another in a word: those of the bits set in rows,
// counted from first on.
func (d *droppedRows) add(first int64, rows uint64) {
	for ; rows != 0; rows &= rows - 1 {
		row := first + int64(lowest(rows))
		number := row / droppedPageRows
		page := d.pages[number]
		if page == nil {
			page = &droppedPage{}
			d.pages[number] = page
		}
		page.add(uint16(row % droppedPageRows))
	}
}

func (d *droppedRows) has(row int64) bool {
	page := d.pages[row/droppedPageRows]
	return page != nil && page.has(uint16(row%droppedPageRows))
}

func (p *droppedPage) add(row uint16) {
	if p.bits != nil {
		p.bits[row/64] |= 1 << (row % 64)
		return
	}
	at, isKnown := slices.BinarySearch(p.list, row)
	if isKnown {
		return
	}
	p.list = slices.Insert(p.list, at, row)
	if len(p.list) < maxListed {
		return
	}
	p.bits = make([]uint64, droppedPageRows/64)
	for _, row := range p.list {
		p.bits[row/64] |= 1 << (row % 64)
	}
	p.list = nil
}

func (p *droppedPage) has(row uint16) bool {
	if p.bits != nil {
		return p.bits[row/64]>>(row%64)&1 != 0
	}
	_, isKnown := slices.BinarySearch(p.list, row)
	return isKnown
}
