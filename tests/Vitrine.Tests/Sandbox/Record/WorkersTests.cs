using Vitrine.Sandbox.Record;
using Xunit;

namespace Vitrine.Tests.Sandbox.Record;

public sealed class WorkersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Threads_end_with_the_session_after_the_jobs_that_were_taken()
    {
        var threads = new List<Thread>();
        using var first = new CountdownEvent(2);
        using var go = new ManualResetEventSlim();
        int done = 0;
        var workers = new Workers(2, "test");
        for (int i = 0; i < 2; i++)
        {
            Assert.True(workers.TryRun(() =>
            {
                lock (threads)
                    threads.Add(Thread.CurrentThread);
                first.Signal();
                go.Wait(Token);
                Interlocked.Increment(ref done);
            }));
        }

        Assert.True(first.Wait(TimeSpan.FromSeconds(30), Token));
        Assert.False(workers.TryRun(() => Interlocked.Increment(ref done)));
        workers.Dispose();
        go.Set();
        foreach (Thread thread in threads)
            Assert.True(await Task.Run(() => thread.Join(TimeSpan.FromSeconds(30)), Token));
        Assert.Equal(2, done);
        Assert.False(workers.TryRun(() => Interlocked.Increment(ref done)));
    }
}
