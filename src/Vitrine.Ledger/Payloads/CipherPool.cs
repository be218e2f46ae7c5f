using System.Security.Cryptography;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// Ciphers under a session's key that are ready for use: making one costs more than encrypting a small payload does. None is given out once the pool
/// is disposed, and none outlives that by more than the chunk it is used for.
/// </summary>
internal sealed class CipherPool(SessionKey key) : IDisposable
{
    private const int MostKept = 64;
    private readonly Lock _gate = new();
    private readonly Stack<AesGcm> _free = new();
    private bool _isOver;

    public AesGcm Rent()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            if (_free.TryPop(out AesGcm? cipher))
                return cipher;
        }

        return key.CreateCipher();
    }

    public void Return(AesGcm cipher)
    {
        lock (_gate)
        {
            if (!_isOver && _free.Count < MostKept)
            {
                _free.Push(cipher);
                return;
            }
        }

        cipher.Dispose();
    }

    /// <summary>Blanks the key too.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            while (_free.TryPop(out AesGcm? cipher))
                cipher.Dispose();
        }

        key.Dispose();
    }
}
