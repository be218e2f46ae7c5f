using BenchmarkDotNet.Attributes;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress.Capture;
using Vitrine.Egress.Naming;

namespace Vitrine.Benchmarks;

/// <summary>An answer to the box's DNS, without its socket.</summary>
[MemoryDiagnoser]
public class DnsBenchmarks
{
    // RFC 1035: header with one question; api.example.com, A, IN.
    private static readonly byte[] Query = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. "\u0003api\u0007example\u0003com\0"u8, 0, 1, 0, 1];
    private readonly DnsResponder _allowing = Responder(NetworkMode.Observe), _refusing = Responder(NetworkMode.DenyByDefault);
    private readonly byte[] _reply = new byte[DnsReply.MaximumLength];

    /// <summary>A name that is allowed and has its address.</summary>
    [Benchmark]
    public int Allowed() => _allowing.Answer(Query, _reply);

    /// <summary>A name that does not exist for the box.</summary>
    [Benchmark]
    public int Refused() => _refusing.Answer(Query, _reply);

    private static DnsResponder Responder(NetworkMode mode) => new(new NetworkPolicy(mode, []), new NameTable(1000), new NoRecord(), new RepeatFilter(1000));

    private sealed class NoRecord : IRecorder
    {
        public void Record(Observation observation)
        {
        }

        public ValueTask RecordDurablyAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public IPayloadWriter CreatePayload() => throw new InvalidOperationException("DNS has no payload.");
    }
}
