package io.asteris.local.supervise;

import io.asteris.embedded.Signals;

/** How a process is asked to end. */
public enum StopSignal {
    /** What most programs take as "finish and go". */
    TERM {
        @Override
        void send(long pid) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
    },
    /** PostgreSQL's fast end; on SIGTERM it waits for its clients. */
    INT {
        @Override
        void send(long pid) {
            Signals.interrupt(pid);
        }
    };

    abstract void send(long pid);
}
