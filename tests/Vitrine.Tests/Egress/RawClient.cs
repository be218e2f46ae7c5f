using System.Net.Sockets;
using System.Text;

namespace Vitrine.Tests.Egress;

/// <summary>Sends bytes as they are and reads whatever comes back.</summary>
internal static class RawClient
{
    /// <summary>Sends, and reads to the end; a reset ends it too, and is told apart.</summary>
    public static async Task<(string Text, bool IsReset)> SendAsync(Stream stream, byte[] bytes, bool closesAfterAnswer = false)
    {
        CancellationToken token = Xunit.TestContext.Current.CancellationToken;
        var received = new MemoryStream();
        try
        {
            await stream.WriteAsync(bytes, token);
            byte[] buffer = new byte[8192];
            int read;
            while ((read = await stream.ReadAsync(buffer, token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), token)) > 0)
            {
                received.Write(buffer, 0, read);
                // Whatever else the door makes of the bytes, it has made it when the client is gone and the door with it.
                if (closesAfterAnswer && stream is NetworkStream plain)
                    plain.Socket.Shutdown(SocketShutdown.Send);
            }

            return (Encoding.Latin1.GetString(received.ToArray()), false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return (Encoding.Latin1.GetString(received.ToArray()), true);
        }
    }

    /// <summary>Sends text over a new connection to the door.</summary>
    public static async Task<(string Text, bool IsReset)> SendAsync(this TestDoor door, string text, bool closesAfterAnswer = false)
    {
        using Socket socket = await door.ConnectAsync();
        await using var stream = new NetworkStream(socket);
        return await SendAsync(stream, Encoding.Latin1.GetBytes(text), closesAfterAnswer);
    }
}
