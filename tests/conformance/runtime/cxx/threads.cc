/* Threads, what belongs to one, and what keeps them apart; destructors at the end of each.

   flags: -std=c++20 -pthread */
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <future>
#include <latch>
#include <mutex>
#include <numeric>
#include <queue>
#include <semaphore>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

static std::atomic<int> made, gone;
struct Own {
	int value = ++made;
	~Own() { ++gone; }
};
static thread_local Own own;
static thread_local std::string text = "start";
extern thread_local int declared;
thread_local int declared = [] { return 40; }();

int main()
{
	std::vector<std::thread> threads;
	std::atomic<int> sum{0};
	for (int i = 0; i < 8; i++)
		threads.emplace_back([&, i] { text += char('a' + i); declared += i; sum += declared + int(text.size()) + (own.value > 0); });
	for (auto &thread : threads)
		thread.join();
	std::printf("%d %d %d %s\n", sum.load(), made.load(), gone.load(), text.c_str());

	std::once_flag once;
	int calls = 0, failures = 0;
	for (int i = 0; i < 3; i++)
		try {
			std::call_once(once, [&] { if (++calls == 1) throw 1; });
		} catch (int) { failures++; }
	std::printf("%d %d\n", calls, failures);

	std::mutex mutex;
	std::condition_variable ready;
	std::queue<int> queue;
	int received = 0;
	std::thread consumer([&] {
		for (int n = 0; n < 100; n++) {
			std::unique_lock lock(mutex);
			ready.wait(lock, [&] { return !queue.empty(); });
			received += queue.front();
			queue.pop();
		}
	});
	for (int n = 0; n < 100; n++) {
		{ std::lock_guard lock(mutex); queue.push(n); }
		ready.notify_one();
	}
	consumer.join();
	std::printf("%d\n", received);
	{
		std::unique_lock lock(mutex);
		std::printf("%d\n", ready.wait_for(lock, 1ms) == std::cv_status::timeout);
	}
	std::shared_mutex shared;
	{ std::shared_lock a(shared), b(shared); std::printf("%d\n", shared.try_lock()); }
	std::timed_mutex timed;
	timed.lock();
	std::thread([&] { std::printf("%d\n", timed.try_lock_for(1ms)); }).join();
	timed.unlock();

	std::latch latch(3);
	std::barrier barrier(3, []() noexcept {});
	std::counting_semaphore<4> semaphore(0);
	std::vector<std::jthread> workers;
	std::atomic<int> passed{0};
	for (int i = 0; i < 3; i++)
		workers.emplace_back([&] { latch.arrive_and_wait(); barrier.arrive_and_wait(); passed++; semaphore.release(); });
	for (int i = 0; i < 3; i++)
		semaphore.acquire();
	std::jthread stopped([](std::stop_token token) { while (!token.stop_requested()) std::this_thread::yield(); });
	stopped.request_stop();
	stopped.join();
	std::printf("%d\n", passed.load());

	std::packaged_task<int(int)> task([](int n) { return n * n; });
	auto square = task.get_future();
	std::thread(std::move(task), 12).join();
	auto later = std::async(std::launch::deferred, [] { return 5; });
	std::promise<std::string> promise;
	auto shared_future = promise.get_future().share();
	promise.set_value("promised");
	std::printf("%d %d %s\n", square.get(), later.get(), shared_future.get().c_str());
	std::atomic<int> waited{0};
	std::thread waiter([&] { waited.wait(0); std::printf("woken %d\n", waited.load()); });
	waited = 3;
	waited.notify_all();
	waiter.join();
}
