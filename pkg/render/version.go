package render

// Version says which program this is.
type Version struct {
	Program string
	// Version is the release, or what the Go toolchain makes of the commit.
	Version string
	// Revision is the commit, where it is known; Modified says that the work tree
	// differed from it.
	Revision string
	Modified bool
	// Go is the version of the toolchain.
	Go string
}

var _ Report = Version{}

// Text writes one line.
func (v Version) Text(p *Page) {
	p.Printf("%s %s", v.Program, v.Version)
	if v.Revision != "" {
		p.Printf(" (commit %s)", v.Revision)
	}
	p.Printf(" %s\n", v.Go)
}

type versionDocument struct {
	Header
	Release  string `json:"release"`
	Revision string `json:"revision"`
	Modified bool   `json:"modified"`
	Go       string `json:"go"`
}

// Document returns the document dagplan.version.
func (v Version) Document() any {
	return versionDocument{Header{"dagplan.version", 1}, v.Version, v.Revision, v.Modified, v.Go}
}
