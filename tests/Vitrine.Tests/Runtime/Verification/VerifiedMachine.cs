using System.Text;
using Vitrine.Core.Model;
using Vitrine.Ledger.Store;
using Vitrine.Ledger.Verification;
using Vitrine.Runtime.Keeping;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Verification;
using Vitrine.Tests.Runtime.Recording;
using Xunit;

namespace Vitrine.Tests.Runtime.Verification;

/// <summary>A machine with a ledger and sessions that were really recorded, to be verified.</summary>
internal sealed class VerifiedMachine : IDisposable
{
    private readonly RecorderFixture _fixture = new();

    public SessionStore Store => _fixture.Store;

    public string Root => _fixture[""];

    public StateVerifier Verifier => new(Root);

    public LedgerKeeping Keeping => new(Root, _fixture.Clock, null);

    public LedgerVerifierOptions Options => new() { Key = LedgerKeys.LoadVerifier(Verifier.Ledger)! };

    public string this[string path] => _fixture[path];

    public void Dispose() => _fixture.Dispose();

    /// <summary>Records a session of a start, so many opens, a request with a body, and an end.</summary>
    public async Task<SessionId> RecordAsync(int opens = 2, bool ends = true)
    {
        SessionRecorder recorder = Store.Create();
        CancellationToken stop = TestContext.Current.CancellationToken;
        recorder.Record(RecorderFixture.Started);
        for (int i = 0; i < opens; i++)
            recorder.Record(RecorderFixture.Opened(i));
        PayloadReference? body = await StoreAsync(recorder, "what the agent sent", stop), answer = await StoreAsync(recorder, "what came back", stop);
        await recorder.RecordDurablyAsync(new RequestEnded(1, 200, "upstream", [], body, answer, 19, 14, 0.5, null), stop);
        if (ends)
            await recorder.EndAsync(RecorderFixture.Ended);
        else
            Left.Add(recorder);
        return recorder.Id;
    }

    /// <summary>Recorders of sessions without an end.</summary>
    public List<SessionRecorder> Left { get; } = [];

    public StateVerification Verify() => Verifier.Verify(Options, TestContext.Current.CancellationToken);

    public StateVerification Verify(SessionId id) => Verifier.VerifySession(id, Options, TestContext.Current.CancellationToken);

    private static async Task<PayloadReference?> StoreAsync(SessionRecorder recorder, string text, CancellationToken stop)
    {
        await using IPayloadWriter writer = recorder.CreatePayload();
        await writer.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
        return await writer.CompleteAsync(stop);
    }
}
