/* A compositor in one process, its client in another, and a protocol of their own. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wayland-client.h>
#include <wayland-server.h>
#include "counter-client.h"
#include "counter-server.h"

static wl_fixed_t total;

static void add(struct wl_client *client, struct wl_resource *resource, wl_fixed_t amount,
		const char *why)
{
	(void)client;
	total += strcmp(why, "because") ? 0 : amount;
	counter_send_sum(resource, total);
}

static const struct counter_interface requests = {.add = add};

static void bind_counter(struct wl_client *client, void *data, uint32_t version, uint32_t id)
{
	struct wl_resource *made =
		wl_resource_create(client, &counter_interface, (int)version, id);

	wl_resource_set_implementation(made, &requests, data, NULL);
}

static void stop(struct wl_listener *listener, void *client)
{
	(void)listener;
	wl_display_terminate(wl_client_get_display(client));
}

static void global(void *data, struct wl_registry *registry, uint32_t name, const char *interface,
		   uint32_t version)
{
	if (!strcmp(interface, counter_interface.name))
		*(struct counter **)data =
			wl_registry_bind(registry, name, &counter_interface, version);
}

static void global_remove(void *data, struct wl_registry *registry, uint32_t name)
{
	(void)data, (void)registry, (void)name;
}

static void sum(void *data, struct counter *counter, wl_fixed_t value)
{
	(void)counter;
	*(double *)data = wl_fixed_to_double(value);
}

static const struct wl_registry_listener globals = {global, global_remove};
static const struct counter_listener sums = {sum};

static int client(int socket)
{
	struct wl_display *display = wl_display_connect_to_fd(socket);
	struct wl_registry *registry = wl_display_get_registry(display);
	struct counter *counter = NULL;
	double value = 0;

	wl_registry_add_listener(registry, &globals, &counter);
	if (wl_display_roundtrip(display) < 0 || !counter)
		return 1;
	counter_add_listener(counter, &sums, &value);
	counter_add(counter, wl_fixed_from_double(1.5), "because");
	counter_add(counter, wl_fixed_from_double(-4.25), "because");
	if (wl_display_roundtrip(display) < 0)
		return 2;
	printf("the sum is %g\n", value);
	wl_display_disconnect(display);
	return value == -2.75 ? 0 : 3;
}

int main(void)
{
	struct wl_display *display = wl_display_create();
	struct wl_listener gone = {.notify = stop};
	int ends[2], status;
	pid_t child;

	if (!display || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return 10;
	wl_global_create(display, &counter_interface, 1, NULL, bind_counter);
	child = fork();
	if (!child) {
		close(ends[0]);
		status = client(ends[1]);
		fflush(stdout);
		_exit(status);
	}
	close(ends[1]);
	wl_client_add_destroy_listener(wl_client_create(display, ends[0]), &gone);
	wl_display_run(display);
	wl_display_destroy(display);
	return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : 11;
}
