using Vitrine.Ledger.Payloads;

namespace Vitrine.Tests.Ledger;

/// <summary>A payload store of a test's own, with its key.</summary>
internal sealed class PayloadScratch : IDisposable
{
    private readonly ScratchDirectory _scratch = new();
    private readonly SessionKey _key;

    public PayloadScratch(PayloadStoreOptions? options = null)
    {
        Payloads = PayloadStore.Create(Path, TestKey.Create(KeyPath), options);
        _key = TestKey.Load(KeyPath)!;
    }

    public PayloadStore Payloads { get; }

    public string Path => _scratch["payloads"];

    public string KeyPath => _scratch["key"];

    public byte[] File
    {
        get => System.IO.File.ReadAllBytes(Path);
        set => System.IO.File.WriteAllBytes(Path, value);
    }

    public StoredPayload Store(byte[] clear, int piece)
    {
        using PayloadWriter writer = Payloads.CreateWriter();
        foreach (byte[] part in clear.Chunk(piece))
            writer.Write(part);
        return writer.Complete()!.Value;
    }

    public (PayloadReading Reading, byte[] Bytes) Read(long position, SessionKey? key = null)
    {
        using var bytes = new MemoryStream();
        return (PayloadReader.Read(Path, key ?? _key, position, bytes), bytes.ToArray());
    }

    public void Dispose()
    {
        Payloads.Dispose();
        _key.Dispose();
        _scratch.Dispose();
    }
}
