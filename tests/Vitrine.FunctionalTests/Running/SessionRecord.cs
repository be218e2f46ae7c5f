using Vitrine.Core.Model;

namespace Vitrine.FunctionalTests.Running;

/// <summary>The entries of a session, and short questions to them.</summary>
public sealed class SessionRecord(IReadOnlyList<Entry> entries)
{
    /// <summary>All entries of one kind.</summary>
    public IReadOnlyList<T> All<T>()
        where T : Observation => [.. entries.Select(entry => entry.Data).OfType<T>()];

    /// <summary>The calls that were refused, by name.</summary>
    public ISet<string> RefusedCalls => All<CallRefused>().Select(refused => refused.Call).ToHashSet();

    /// <summary>Whether a file of this path was opened to be written, or a written one was given this name.</summary>
    public bool Wrote(string path) =>
        All<FileOpened>().Any(open => open.Access == "write" && open.Path == new UnixPath(path))
        || All<FileChanged>().Any(change => change.Change == "rename"
            && change.Target == new UnixPath(path)
            && All<FileOpened>().Any(open => open.Access == "write" && open.Path == change.Path));

    /// <summary>Whether a program ran with these arguments, argv[0] aside.</summary>
    public bool Ran(string program, params string[] arguments) =>
        All<ProgramRun>().Any(run => run.Program.ToString().EndsWith(program, StringComparison.Ordinal) && run.Arguments.Skip(1).SequenceEqual(arguments));

    /// <summary>Asserts that nothing is missing: indexes without a gap, a beginning, an end, no lost event.</summary>
    public SessionRecord IsWhole()
    {
        Assert.Equal(Enumerable.Range(0, entries.Count).Select(i => (long)i), entries.Select(entry => entry.Index));
        Assert.IsType<SessionStarted>(entries[0].Data);
        Assert.IsType<SessionEnded>(entries[^1].Data);
        Assert.Empty(All<EventsLost>());
        return this;
    }

    /// <summary>Asserts that nothing was dialled: every request was answered here, and no flow was let through.</summary>
    public SessionRecord LeftNothing()
    {
        Assert.All(All<RequestEnded>(), ended => Assert.Contains(ended.AnsweredBy, new[] { "stand-in", "sinkhole", "door" }));
        Assert.Equal(All<RequestStarted>().Select(request => request.Request).Order(), All<RequestEnded>().Select(request => request.Request).Order());
        Assert.Empty(All<FlowStarted>());
        return this;
    }
}
