using System.ComponentModel;
using System.Security.Cryptography;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Detectors;
using Vitrine.Core.Inspect.Identity;
using Vitrine.Core.Inspect.Provenance;
using Vitrine.Core.Inspect.Recall;
using Vitrine.Core.Inspect.Secrets;
using Vitrine.Core.Model;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Runtime.Inspection;

/// <summary>
/// What searches the bodies of one session: made once, in the background, from the workspace, the person's own secrets and what tells who they are.
/// </summary>
internal sealed class SessionDetectors : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly WorkspaceIndexer? _indexer;

    private SessionDetectors(IReadOnlyList<IDetector> detectors, WorkspaceIndexer? indexer, IReadOnlyList<UnscannedPart> missing)
    {
        (Detectors, _indexer, Missing) = (detectors, indexer, missing);
        Inspector = new BodyInspector(detectors, new PieceMemory());
    }

    /// <summary>What searches.</summary>
    public IReadOnlyList<IDetector> Detectors { get; }

    /// <summary>Puts them together.</summary>
    public BodyInspector Inspector { get; }

    /// <summary>What the detectors don't know and should: files that could not be read.</summary>
    public IReadOnlyList<UnscannedPart> Missing { get; }

    /// <summary>Makes them; waits for the workspace to be read.</summary>
    public static async Task<SessionDetectors> CreateAsync(SessionPlan plan, SessionPlaces places, UnixPath workspace, ReadOnlyMemory<byte> key)
    {
        var missing = new List<UnscannedPart>();
        Task<SecretScanner> scanner = Task.Run(() => Secrets(plan, places, workspace, missing));
        Task<IdentityDetector> identity = Task.Run(() => new IdentityDetector(IdentityCollector.Collect(workspace.ToString())));
        var index = new ProvenanceIndex(new ProvenanceKey(RandomNumberGenerator.GetBytes(64)));
        WorkspaceIndexer? indexer = await ReadAsync(workspace, index, missing).ConfigureAwait(false);
        return new SessionDetectors(
            [new SecretDetector(await scanner.ConfigureAwait(false), key.Span), new SourceDetector(index),
                new IdentityFinder(await identity.ConfigureAwait(false)), new HiddenTextFinder(index)],
            indexer, missing);
    }

    /// <summary>Takes in what was written in the workspace.</summary>
    public void Reread(IEnumerable<UnixPath> changed)
    {
        if (_indexer is not { } indexer)
            return;
        foreach (UnixPath path in changed)
            indexer.Changed(path);
    }

    /// <inheritdoc/>
    public void Dispose() => _indexer?.Dispose();

    private static SecretScanner Secrets(SessionPlan plan, SessionPlaces places, UnixPath workspace, List<UnscannedPart> missing)
    {
        var own = new OwnSecretSources();
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
            if (entry is { Key: string name, Value: string value })
                variables[name] = value;
        own.AddEnvironment(variables, plan.EnvironmentNames.ToHashSet(StringComparer.Ordinal));
        own.AddHome(places.Home);
        own.AddWorkspace(workspace.ToString());
        lock (missing)
            missing.AddRange(own.Unread.Select(file => new UnscannedPart(file, 0, "secrets-unread")));
        return new SecretScanner(plan.SecretRules?.Rules is { } more ? SecretRules.BuiltIn.With(more) : SecretRules.BuiltIn, own.ToHashes(),
            plan.SecretRules?.Patterns);
    }

    private static async Task<WorkspaceIndexer?> ReadAsync(UnixPath workspace, ProvenanceIndex index, List<UnscannedPart> missing)
    {
        WorkspaceIndexer? indexer = null;
        try
        {
            indexer = new WorkspaceIndexer(workspace, index);
            await indexer.Completion.WaitAsync(Patience).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is TimeoutException or IOException or UnauthorizedAccessException or Win32Exception or AggregateException)
        {
            // Not all files are known: what is not found may be there all the same, and each finding says so.
            lock (missing)
                missing.Add(new UnscannedPart("", 0, "workspace-not-read"));
        }

        return indexer;
    }
}
