namespace Vitrine.Sandbox.Record;

/// <summary>
/// Threads for calls that may wait: few, made when needed, and never those of the door. They end with the session: an audit has thousands of those.
/// </summary>
internal sealed class Workers(int most, string name) : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<Action> _jobs = new();
    private int _threads, _idle;
    private bool _isOver;

    /// <summary>Runs the job on a thread of its own; false when all are busy, or after the end. The job must not throw.</summary>
    public bool TryRun(Action job)
    {
        lock (_gate)
        {
            if (_isOver)
                return false;
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
                {
                    if (_isOver)
                        return;
                    Monitor.Wait(_gate);
                }

                _idle--;
            }

            job();
        }
    }

    /// <summary>Lets the threads end, once the jobs that were taken are done.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.PulseAll(_gate);
        }
    }
}
