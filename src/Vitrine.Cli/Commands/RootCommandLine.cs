using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Cli.Witnessing;
using Vitrine.Egress;
using Vitrine.Runtime.Keeping;
using Vitrine.Runtime.Policies;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Sessions;
using Vitrine.Runtime.Verification;
using Vitrine.Runtime.Workspaces;

namespace Vitrine.Cli.Commands;

/// <summary>The whole command line: the composition root.</summary>
internal static class RootCommandLine
{
    /// <summary>Wrong use: an unknown option, agent or host.</summary>
    public const int UsageError = 2;

    /// <summary>Runs what the arguments say.</summary>
    public static int Run(string[] args)
    {
        (string[] own, int? commandAt) = RawArguments.Split(args);

        // Begun before the arguments are read: reading takes as long as making it.
        Task<SessionAuthority>? early = own is ["run", ..] ? Session.PrepareAuthority(TimeProvider.System) : null;
        if (PlainRunLine.Read(own, commandAt) is { } plain)
            return RunAsync(plain, CancellationToken.None).GetAwaiter().GetResult();
        return Parse(own, commandAt, RunAsync);

        Task<int> RunAsync(RunOptions options, CancellationToken cancellationToken) =>
            new AgentRun(options, early ?? Session.PrepareAuthority(TimeProvider.System)).RunAsync(cancellationToken);
    }

    // Not inlined: only when this method is compiled is the parser loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Parse(string[] own, int? commandAt, Func<RunOptions, CancellationToken, Task<int>> run)
    {
        var root = new RootCommand("Puts any AI coding agent behind glass: a box that sees everything.")
        {
            RunCommand.Create(commandAt, run),
        };
        if (own is not ["run", ..])
        {
            root.Add(ShowCommand.Create(Store));
            root.Add(WatchCommand.Create(Store, TimeProvider.System));
            root.Add(AnswerCommand.Create(Store));
            Command log = LogCommand.Create(StoreWithoutLost, TimeProvider.System);
            foreach (Command keeping in LogKeeping.Create(StoreWithoutLost, Keeping, TimeProvider.System))
                log.Add(keeping);
            root.Add(log);
            root.Add(PurgeCommand.Create(StoreWithoutLost, Keeping, TimeProvider.System));
            root.Add(VerifyCommand.Create(State, Store, CloseLost, TimeProvider.System));
            root.Add(DiffCommand.Create(Store, Reviews));
            root.Add(ApplyCommand.Create(Store, Reviews));
            root.Add(DiscardCommand.Create(Store, Reviews));
            root.Add(HeldCommand.Create(StoreWithoutLost, Reviews));
            root.Add(AuditCommand.Create(AuditRoot.Context));
            root.Add(AgentsCommand.Create());
            root.Add(DoctorCommand.Create(CloseLost));
            root.Add(PolicyCommand.Create(PolicyContext.Find, Store));
            root.Add(WitnessCommand.Create(WitnessContext.Find));
        }

        ParseResult parsed = root.Parse(own);
        if (parsed.Errors.Count > 0)
        {
            ParseError error = parsed.Errors[0];
            OutputStream.Messages().Complain(error.Message, $"vitrine {string.Concat(NamesOf(parsed.CommandResult).Select(name => name + " "))}--help");
            return UsageError;
        }

        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    // As they are written: audit verify.
    private static IEnumerable<string> NamesOf(CommandResult result) => result.Parent is CommandResult outer ? [.. NamesOf(outer), result.Command.Name] : [];

    private static SessionStore Store() =>
        SessionPlaces.Find() is { } places ? new SessionStore(places.State, TimeProvider.System) : throw new IOException("HOME is not set to a directory.");

    private static LedgerKeeping Keeping()
    {
        SessionPlaces places = SessionPlaces.Find() ?? throw new IOException("HOME is not set to a directory.");
        // The person's own and the organisation's policy: a project has no say in what is kept.
        LoadedPolicy policy = new PolicyLoader(places).Load("/");
        return policy.Policy is { } rules
            ? new LedgerKeeping(places.State, TimeProvider.System, rules)
            : throw new IOException("A policy file has a mistake, so it is not known what must be kept. Hint: vitrine policy check");
    }

    /// <summary>The store, after sessions that lost their supervisor got their end.</summary>
    private static SessionStore StoreWithoutLost()
    {
        SessionStore store = Store();
        CloseLost();
        return store;
    }

    private static void CloseLost()
    {
        if (SessionPlaces.Find() is not { } places)
            return;
        var messages = OutputStream.Messages();
        try
        {
            new LedgerKeeping(places.State, TimeProvider.System, null).FinishInterrupted();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            messages.Complain($"A purge that was interrupted could not be finished: {error.Message}", "vitrine doctor checks the state directory");
        }

        // Whatever became of that: it works the exit gate.
        try
        {
            LostSessions.Close(new SessionStore(places.State, TimeProvider.System), new GuardStore(places.State), messages);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            messages.Complain($"Sessions that lost their supervisor could not be looked at: {error.Message}", "vitrine doctor checks the state directory");
        }
    }

    private static StateVerifier State() =>
        SessionPlaces.Find() is { } places ? new StateVerifier(places.State) : throw new IOException("HOME is not set to a directory.");

    private static ReviewStore Reviews() =>
        SessionPlaces.Find() is { } places ? new ReviewStore(places.State) : throw new IOException("HOME is not set to a directory.");
}
