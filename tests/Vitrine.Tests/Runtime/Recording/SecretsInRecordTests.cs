using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Runtime.Recording;
using Vitrine.Tests.Core.Model;
using Xunit;

namespace Vitrine.Tests.Runtime.Recording;

public sealed class SecretsInRecordTests : IDisposable
{
    private readonly RecorderFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task No_text_of_any_observation_is_in_clear_anywhere_in_the_state_directory()
    {
        const string Marker = "MaRkErMaRkEr";
        Observation[] observations = [.. MarkedObservations.All(Marker)];
        await using SessionRecorder recorder = _fixture.Store.Create();
        foreach (Observation observation in observations)
            recorder.Record(observation);
        await recorder.EndAsync(RecorderFixture.Ended);

        List<Entry> entries = _fixture.Read(recorder.Id, out JournalVerification found);
        Assert.Equal(JournalState.Intact, found.State);
        Assert.Equal([.. observations.Select(one => one.GetType()), typeof(SessionEnded)], entries.Select(entry => entry.Data.GetType()));
        foreach (string path in Directory.EnumerateFiles(_fixture[""], "*", SearchOption.AllDirectories))
            Assert.Equal((path, -1), (path, (await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)).AsSpan().IndexOf("MaRkEr"u8)));
    }
}
