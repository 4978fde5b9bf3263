package main

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/model"
)

// checkRows refuses --records, --row-groups and --buffer-size where they
// contradict each other, and fills in the third of them where two fix it
// exactly.
func (f *settingFlags) checkRows() error {
	records, groups, buffer := int64(f.records), int64(f.rowGroups), int64(f.bufferSize)
	switch {
	case groups == 0:
		return nil
	case records > 0 && buffer > 0:
		if made, err := model.RowGroupCount(records, buffer); err != nil || made != groups {
			return usagef("leave one of the three out", "--records %d in row groups of --buffer-size %d make ⌈%d ÷ %d⌉ = %d row groups, not --row-groups %d", records, buffer, records, buffer, made, groups)
		}
	case records > 0:
		if records%groups != 0 {
			return usagef("give --buffer-size as well, or records that divide", "--records %d do not divide into --row-groups %d: %d × %d = %d", records, groups, groups, records/groups, groups*(records/groups))
		}
		f.bufferSize = countFlag(records / groups)
	case buffer > 0:
		made, err := recordsOf(groups, buffer)
		f.records = countFlag(made)
		return err
	}
	return nil
}

// recordsOf is how many records fill row groups of a buffer size.
func recordsOf(groups, buffer int64) (int64, error) {
	records := groups * buffer
	if buffer <= 0 || records/groups != buffer {
		return 0, usagef("", "--row-groups %d of %d rows each are more records than can be counted", groups, buffer)
	}
	return records, nil
}

// recordsOfGroups makes the setting that follows from --row-groups alone: so
// many row groups of the buffer size that is in force.
func (f *settingFlags) recordsOfGroups(bufferSize int64) (string, error) {
	records, err := recordsOf(int64(f.rowGroups), bufferSize)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("run.num_records=%d", records), nil
}
