// Ending the process, or failing a write, at a chosen place of the runtime's work with files.
#ifndef FAULT_H
#define FAULT_H

/// The status with which the process ends.
#define FAULT_STATUS 99

/// Ends the process at the n-th place from now on; 0 for never.
extern int fault_end_at;

/// Fails the n-th write or sync from now on, and all after it; 0 for never.
extern int fault_fail_at;

/// Whether the system seems not to know PAGEMAP_SCAN.
extern int fault_refuses_scan;

#endif
