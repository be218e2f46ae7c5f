namespace Vitrine.Sandbox.Record;

/// <summary>Threads for calls that may wait: few, made when needed, and never those of the door.</summary>
internal sealed class Workers(int most, string name)
{
    private readonly object _gate = new();
    private readonly Queue<Action> _jobs = new();
    private int _threads, _idle;

    /// <summary>Runs the job on a thread of its own; false when all are busy. The job must not throw.</summary>
    public bool TryRun(Action job)
    {
        lock (_gate)
        {
            if (_idle <= _jobs.Count)
            {
                if (_threads == most)
                    return false;
                _threads++;
                new Thread(Work, 256 * 1024) { IsBackground = true, Name = name }.Start();
            }

            _jobs.Enqueue(job);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    private void Work()
    {
        while (true)
        {
            Action? job;
            lock (_gate)
            {
                _idle++;
                while (!_jobs.TryDequeue(out job))
                    Monitor.Wait(_gate);
                _idle--;
            }

            job();
        }
    }
}
