using Vitrine.Egress.Capture;
using Vitrine.Egress.Credentials;
using Vitrine.Egress.Inspection;
using Vitrine.Egress.Rewriting;
using Vitrine.Egress.Upstream;

namespace Vitrine.Egress.Http;

/// <summary>What all exchanges of a door share.</summary>
internal sealed class ExchangeServices(DoorOptions options, UpstreamClient upstream, Refusals refusals, CancellationToken stopping)
{
    private const long AllHeads = 32 << 20;
    private long _requests;

    public DoorOptions Options => options;

    public UpstreamClient Upstream => upstream;

    public Refusals Refusals => refusals;

    public CancellationToken Stopping => stopping;

    public HeadBudget Heads { get; } = new(options.Inspect is null ? AllHeads : options.Limits.HeldBodies);

    public SecretFields Secrets { get; } = new();

    public RecordedFields Fields => field ??= new RecordedFields(Secrets);

    public Deciding Deciding { get; } = new(options);

    public CredentialGate Credentials { get; } = new(options.Credentials);

    public AnswerTables Answers { get; } = new(options.Limits.Restorations);

    public Endings Endings { get; } = new(options.Limits.Connections);

    /// <summary>The next request's number, from 1.</summary>
    public long NextRequest() => Interlocked.Increment(ref _requests);
}
